"""How the time grows with submissions made to be slow: each at n, 2n and 4n, with the ratios.

    python benchmarks/hostile.py [NAME…]

Near-linear growth shows ratios near 2; 4 is quadratic. The first run pays for imports and caches.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

from checker.engine import evaluate
from checker.facts import facts_of
from checker.readers import read_bytes
from checker.report import build
from checker.report.words import words
from checker.rulebook.library import Library
from checker.structure import structured
from checker.writers import formats, writer

PACK = "hebei/shijiazhuang/department-budget"
HEAD = "石家庄市某某局2019年部门预算信息公开情况说明\n"
COLUMNS = (
    "项目名称\t预算资金\t采购物品名称\t政府采购目录序号\t数量单位\t数量\t单价\t总计\t当年部门预算安排资金\t\t\t\t\t其他渠道资金\n"
    "\t\t\t\t\t\t\t\t合计\t一般公共预算拨款\t基金预算拨款\t财政专户核拨\t其他来源收入\t\n"
)


def wrong_rows(count: int) -> str:
    """A procurement table in which every row multiplies wrongly and one of its sums is wrong."""
    rows = "".join(
        f"项目{at}\t{at + 3}.00\t家具用具\tA06\t件\t{at + 1}.00\t0.31\t{at + 2}.00\t{at + 2}.50\t{at + 2}.00\t\t\t\t\n"
        for at in range(count)
    )
    return (
        f"{HEAD}六、政府采购预算情况\n安排采购预算1.00万元。\n部门政府采购预算\n单位：万元\n{COLUMNS}{rows}"
    )


def amounts(count: int) -> str:
    """One sentence with so many amounts."""
    parts = "、".join(f"项{at}支出{at}.{at % 100:02}万元" for at in range(count))
    return f"{HEAD}二、部门预算安排的总体情况\n2、支出说明\n预算支出1.00万元。其中，{parts}。\n"


def brackets(count: int) -> str:
    """Parts of parts of parts."""
    opened = "".join(f"项{at}支出{at + 1}.00万元（其中：" for at in range(count))
    return (
        f"{HEAD}二、部门预算安排的总体情况\n2、支出说明\n预算支出1.00万元。其中，{opened}末{'）' * count}。\n"
    )


SUBMISSIONS: Mapping[str, tuple[Callable[[int], str], int]] = {
    "wrong rows": (wrong_rows, 1250),
    "amounts": (amounts, 1000),
    "brackets": (brackets, 200),
}


def seconds(text: str) -> dict[str, float]:
    """The time of each stage."""
    pack = Library().load(PACK)
    times = {}
    begin = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal begin
        now = time.perf_counter()
        times[stage], begin = now - begin, now

    facts = facts_of(structured(read_bytes(text.encode("utf-8"), "hostile.txt")))
    lap("read")
    outcomes = evaluate(pack, facts)
    lap("evaluate")
    report = build(facts, [(pack, "")], outcomes)
    lap("report")
    for name in formats():
        writer(name).write(report, words("zh"))
        lap(name)
    return times


def main() -> None:
    names = sys.argv[1:] or list(SUBMISSIONS)
    for name in names:
        submission, count = SUBMISSIONS[name]
        before: dict[str, float] = {}
        for factor in (1, 2, 4):
            times = seconds(submission(count * factor))
            times = {**times, "all": sum(times.values())}
            shown = "  ".join(
                f"{stage} {value:.2f}" + (f" (×{value / before[stage]:.1f})" if before else "")
                for stage, value in times.items()
            )
            print(f"{name} {count * factor}: {shown}", flush=True)
            before = times


if __name__ == "__main__":
    main()

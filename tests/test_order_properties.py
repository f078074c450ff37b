"""What comes of a document does not hang on the order in which things are written, nor on the unit that they are printed in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.checking import report_on
from checker.engine import evaluate
from checker.model.outcome import Outcome, OutcomeKind
from checker.package import Package, facts_of_package
from checker.rulebook.library import Library
from tests.printing import numbers
from tests.sample_blocks import SAMPLE_TEXT
from tests.small import facts, pack
from tests.traps.reading import TRAPS

NAMES = """\
sections: {text: 说明}
tables:
  list:
    title: 明细表
    columns: {item: {title: 项目, type: text}, total: 合计, one: 甲, two: 乙}
    rows: {items: {where: item is not 合计}, all: {where: item is 合计, one: true}}
facts:
  stated: {in: text, phrase: "本年{x: money}"}
  before: {in: text, phrase: "上年{x: money}"}
  share: {in: text, phrase: "占{x: percent}"}
"""
CONDITIONS = (
    "list.all.total == sum(list.items.total)",
    "stated.x == sum(list.items.total)",
    "stated.x - before.x == list.all.one",
    "share.x == before.x / stated.x",
    "max(list.items.total) <= stated.x",
    "list.all.total > 0",
)
FIGURES = numbers(digits=3, decimals=2, signed=False)
TABLES = st.lists(st.tuples(FIGURES, FIGURES, FIGURES), min_size=2, max_size=5)
SENTENCES = st.tuples(FIGURES, FIGURES, numbers(digits=2, decimals=1, signed=False))
MONEY = ("元", "千元", "万元", "百万元", "亿元")


def submission(table: list[tuple[str, str, str]], sentence: tuple[str, str, str], unit: str) -> str:
    """A sentence and a table whose first row is its total; all money is printed in one unit."""
    rows = [f"| {'合计' if at == 0 else f'第{at}项'} | {' | '.join(row)} |" for at, row in enumerate(table)]
    stated, before, share = sentence
    words = f"一、说明\n本年{stated}{unit}，上年{before}{unit}，占{share}%。\n"
    return words + "\n".join(["明细表", f"单位：{unit}", "| 项目 | 合计 | 甲 | 乙 |", *rows]) + "\n"


def pack_of(conditions: tuple[str, ...]) -> str:
    rules = "".join(
        f"  R{CONDITIONS.index(one)}: {{title: 试, assert: '{one}', fix: 略。, "
        "examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}\n"
        for one in conditions
    )
    head = 'pack: test/order\ntitle: 试验\nversion: "1"\napplies: {kind: budget}\ndefaults: {severity: error, basis: [law]}\n'
    return f"{head}basis: {{law: {{instrument: 中华人民共和国预算法}}}}\n{NAMES}rules:\n{rules}"


ALL = pack(pack_of(CONDITIONS), code_lists={})


def kinds(text: str) -> dict[str, OutcomeKind]:
    return {outcome.rule: outcome.kind for outcome in evaluate(ALL, facts(text))}


@given(TABLES, SENTENCES, st.sampled_from(MONEY))
def test_the_unit_that_everything_is_printed_in_does_not_matter(
    table: list[tuple[str, str, str]], sentence: tuple[str, str, str], unit: str
) -> None:
    """元, 万元 or 亿元: what a digit is worth grows with the amounts, and so does what rounding explains."""
    assert kinds(submission(table, sentence, unit)) == kinds(submission(table, sentence, "元"))


@given(TABLES, SENTENCES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    table: list[tuple[str, str, str]], sentence: tuple[str, str, str], random: Random
) -> None:
    shuffled = [table[0], *random.sample(table[1:], len(table) - 1)]
    assert kinds(submission(table, sentence, "万元")) == kinds(submission(shuffled, sentence, "万元"))


@given(TABLES, SENTENCES, st.permutations(CONDITIONS))
def test_the_order_of_the_rules_does_not_matter(
    table: list[tuple[str, str, str]], sentence: tuple[str, str, str], conditions: list[str]
) -> None:
    given_ = facts(submission(table, sentence, "万元"))
    other = pack(pack_of(tuple(conditions)), code_lists={})
    assert _by_rule(evaluate(other, given_)) == _by_rule(evaluate(ALL, given_))


def _by_rule(found: tuple[Outcome, ...]) -> dict[str, list[Outcome]]:
    """The outcomes with all that shows them."""
    rules: dict[str, list[Outcome]] = {}
    for outcome in found:
        rules.setdefault(outcome.rule, []).append(outcome)
    return rules


@given(TABLES, SENTENCES, st.permutations(["text", "list", "rest"]))
def test_the_order_of_the_files_of_a_submission_does_not_matter(
    table: list[tuple[str, str, str]], sentence: tuple[str, str, str], order: list[str]
) -> None:
    words, _, rows = submission(table, sentence, "万元").partition("明细表")
    files = {"text": words, "list": f"明细表{rows}", "rest": "二、其他情况\n无其他事项。\n"}

    def judged(names: list[str]) -> dict[str, OutcomeKind]:
        made = facts_of_package(Package("p", {f"{name}.txt": files[name].encode() for name in names}))
        return {outcome.rule: outcome.kind for outcome in evaluate(ALL, made)}

    assert judged(order) == judged(["text", "list", "rest"]) == kinds(submission(table, sentence, "万元"))


# --- no float anywhere but in the geometry of a page ---

GEOMETRY = ("box", "edges", "confidence", "confidences")


def floats(value: object, path: str = "", seen: set[int] | None = None) -> Iterator[str]:
    """Where a float stands in a value, its fields, items and keys; the geometry of pages left out."""
    seen = set() if seen is None else seen
    if isinstance(value, float):
        yield path
    if isinstance(value, str | bytes | Enum | Decimal | int | None) or id(value) in seen:
        return
    seen.add(id(value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name not in GEOMETRY:
                yield from floats(getattr(value, field.name), f"{path}.{field.name}", seen)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from floats((key, item), f"{path}[{key}]", seen)
    elif isinstance(value, tuple | list | set | frozenset):
        for at, item in enumerate(value):
            yield from floats(item, f"{path}[{at}]", seen)


@given(TABLES, SENTENCES, st.sampled_from(MONEY))
def test_nothing_that_is_counted_is_a_float(
    table: list[tuple[str, str, str]], sentence: tuple[str, str, str], unit: str
) -> None:
    given_ = facts(submission(table, sentence, unit))
    assert list(floats((given_, evaluate(ALL, given_)))) == []


@pytest.mark.parametrize("name", ["numbers.pdf", "totals.pdf", "lists-side-by-side.pdf", "sample"])
def test_no_report_holds_a_float(name: str) -> None:
    report = report_on(SAMPLE_TEXT if name == "sample" else TRAPS / name, Library())
    assert report.facts.figures
    assert list(floats((report.facts, report.outcomes, report.findings))) == []


def test_a_float_would_be_seen() -> None:
    figure = next(iter(facts("一、说明\n本年5.00万元。\n").figures.values()))
    spoilt = dataclasses.replace(figure, amount=dataclasses.replace(figure.amount, value=0.5))  # type: ignore[arg-type]
    assert list(floats((spoilt,))) == ["[0].amount.value"]

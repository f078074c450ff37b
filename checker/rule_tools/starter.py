"""A first rule file, commented, that passes check and test; with names proposed from a document if one is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from checker import resources
from checker.model.amount import Dimension, read_number
from checker.model.document import Column, Table
from checker.model.errors import UsageError
from checker.model.figure import IN_TEXT, Facts, Figure
from checker.model.text import normalise
from checker.output import put
from checker.report.naming import clause, unnumbered
from checker.rulebook.load import SCHEMA
from checker.rulebook.types import BUILT_IN, ROW_WORDS

_MOST = 30
_NOT_A_NAME = re.compile(r"[^\w]+|_+")
_YEARS = re.compile(r"(?:19|20)\d\d年?(?:度)?")

_HEAD = """\
# yaml-language-server: $schema={schema}
#
# 这是一个规则包：文件里有什么（sections 部分、tables 表、facts 文字里的数），规定要求什么（rules 规则）。
# 改完一处就运行：
#   写法对不对：　　　　checker rules check {file}
#   例子对不对，有没有用：checker rules test {file}
#   是不是这个意思：　　checker rules explain {id}01 --rules {file}
#   检查一份文件：　　　checker check 某文件.pdf --rules {file}
pack: {pack}
title: {title}
version: "1"
# 适用于什么文件：kind 是 budget（预算）或 final-accounts（决算）；不写就是都适用。
applies: {{kind: {kind}}}
# 每条规则的默认值：error 错误、warning 疑点、info 提示；依据见下面的 basis。
defaults: {{severity: warning, basis: [依据]}}

basis:
  依据: {{instrument: 请写文件名称, number: 请写文号}}
"""

_SAMPLE = """
# 文中的部分：左边是自己起的名称，右边是文件里的标题（不写“一、”之类的序号）。
sections:
  采购说明: 政府采购预算情况

# 文中的表：表名；各栏的名称和表头；行的分类（每一行都要属于某一类）。
tables:
  采购表:
    title: 政府采购预算表
    columns:
      项目: {title: 项目名称, type: text}   # 文字要写 type: text；不写就是金额
      金额: 采购金额
    rows:
      明细: {where: 项目 is not 合计}
      合计: {where: "项目 is 合计", one: true}

# 文字里的数：在哪一部分，前后是什么字；{名称: money} 是要取的数，… 是任意文字。
facts:
  采购预算: {in: 采购说明, phrase: "政府采购预算{总额: money}"}

rules:
  %(id)s01:
    title: 说明中的采购预算等于表中的合计
    assert: 采购预算.总额 == 采购表.合计.金额
    fix: 核对采购预算说明与政府采购预算表的合计。
    # 例子是这条规则的试题：至少一个成立（pass）、一个不成立（fail），最好还有一个无法判定（undetermined）。
    examples:
      - outcome: pass
        given: |
          一、政府采购预算情况
          2024年，政府采购预算9.00万元。
          政府采购预算表
          单位：万元
          | 项目名称 | 采购金额 |
          | 办公设备 | 5.00 |
          | 印刷 | 4.00 |
          | 合计 | 9.00 |
      - outcome: fail
        given: |
          一、政府采购预算情况
          2024年，政府采购预算8.00万元。
          政府采购预算表
          单位：万元
          | 项目名称 | 采购金额 |
          | 办公设备 | 5.00 |
          | 印刷 | 4.00 |
          | 合计 | 9.00 |
      - outcome: undetermined
        given: |
          一、政府采购预算情况
          2024年，政府采购预算9.00万元。

  %(id)s02:
    title: 合计行等于各行之和
    assert: 采购表.合计.金额 == sum(采购表.明细.金额)
    fix: 核对合计行与各行。
    examples:
      - outcome: pass
        given: |
          政府采购预算表
          单位：万元
          | 项目名称 | 采购金额 |
          | 办公设备 | 5.00 |
          | 印刷 | 4.00 |
          | 合计 | 9.00 |
      - outcome: fail
        given: |
          政府采购预算表
          单位：万元
          | 项目名称 | 采购金额 |
          | 办公设备 | 5.00 |
          | 印刷 | 3.00 |
          | 合计 | 9.00 |
      - outcome: undetermined
        given: |
          一、政府采购预算情况
          2024年，政府采购预算9.00万元。
"""


def starter(pack: str, file: str, schema: str, id_: str, facts: Facts | None = None) -> str:
    """The text of a rule file. With a document, its sections, tables and figures stand there, ready to be named."""
    kind = facts.identity.kind.value if facts and facts.identity.kind else "budget"
    head = _HEAD.format(pack=pack, file=file, schema=schema, id=id_, title="请写规则包的名称", kind=kind)
    if facts is None or not _sections(facts, _Names()):  # nothing to propose without a heading
        return head + _SAMPLE % {"id": id_}
    return head + "\n".join(_proposed(facts, id_)) + "\n"


def _proposed(facts: Facts, id_: str) -> Iterator[str]:
    names = _Names()
    sections = _sections(facts, names)
    yield f"\n# 以下取自 {facts.document.name}：改成自己的名称，用不着的删去。\nsections:"
    for name, title in sections.items():
        yield f"  {name}: {_quoted(title)}"
    yield "\ntables:"
    tables = [block for block in facts.document.blocks if isinstance(block, Table) and block.title]
    seen: set[str] = set()
    for table in tables:
        title = _bare(table.title.string if table.title else "")
        if title and title not in seen and len(seen) < _MOST and any(column.path for column in table.columns):
            seen.add(title)
            yield from _table(table, title, names)
    if not seen:
        yield "  {}"
    yield "\nfacts:"
    made = list(_facts(facts, sections, names))
    yield from made or ["  {}"]
    yield "\nrules:"
    yield from _presence(sections, id_)


class _Names:
    """Names that are not taken yet."""

    def __init__(self) -> None:
        self.taken = set(BUILT_IN)

    def of(self, words: str) -> str:
        name = _NOT_A_NAME.sub("", normalise(words).string)[:12] or "名称"
        name = f"第{name}" if name[0].isdigit() else name
        fresh = next(
            candidate
            for candidate in (name, *(f"{name}_{number}" for number in range(2, 1000)))
            if candidate not in self.taken
        )
        self.taken.add(fresh)
        return fresh


def _sections(facts: Facts, names: _Names) -> dict[str, str]:
    """The sections of the document by proposed names, those with text of their own first."""
    found: dict[str, str] = {}
    for section in facts.document.root.walk():
        title = _own(section.heading.title, facts) if section.heading else ""
        if title and title not in found.values() and len(found) < _MOST:
            found[names.of(title)] = title
    return found


def _table(table: Table, title: str, names: _Names) -> Iterator[str]:
    yield f"  {names.of(title)}:"
    yield f"    title: {_quoted(title)}"
    yield "    columns:"
    own = _Names()
    own.taken |= set(ROW_WORDS)
    labels = [column.label for column in table.columns]
    for at, column in enumerate(table.columns):
        if column.path and labels.count(column.label) == 1:
            kind = _kind(column, [row.cells[at].text for row in table.rows])
            label = column.label if [c.leaf for c in table.columns].count(column.leaf) > 1 else column.leaf
            yield f"      {own.of(column.leaf)}: {{title: {_quoted(label)}, type: {kind}}}"


def _kind(column: Column, cells: Iterable[str]) -> str:
    if re.search("编码|代码|序号|名称", column.label):
        return "text"
    stated = [cell for cell in cells if cell.strip(" -—/")]
    numbers = [cell for cell in stated if read_number(cell) is not None]
    if len(numbers) * 2 < len(stated) or (not stated and column.leaf.endswith(("项目", "科目"))):
        return "text"
    if re.search("数量|人数|辆|台", column.label):
        return "count"
    return "percent" if re.search("%|比例|占比|比重", column.label) else "money"


def _facts(facts: Facts, sections: dict[str, str], names: _Names) -> Iterator[str]:
    """The first money of each clause in the proposed sections, by the words before it."""
    by_title = {title: name for name, title in sections.items()}
    count = 0
    said: set[tuple[str, str]] = set()
    for figure in facts.figures.values():
        words = _phrase_words(figure, facts)
        path = (_own(title, facts) for title in reversed(figure.section))
        section = next((by_title[title] for title in path if title in by_title), "")
        if words and section and (section, words) not in said and count < _MOST:
            said.add((section, words))
            count += 1
            phrase = f"…{words}{{数额: money}}"
            yield f'  {names.of(words)}: {{in: {section}, phrase: "{phrase}"}}   # {figure.text}'


def _phrase_words(figure: Figure, facts: Facts) -> str:
    if figure.id.row != IN_TEXT or figure.amount.unit.dimension is not Dimension.MONEY:
        return ""
    entity = facts.identity.entity.value if facts.identity.entity else ""
    words = re.sub(r"^[^（）]{0,3}）", "", clause(figure).strip()).removeprefix(entity)
    plain = len(words) >= 4 and not re.search(r"[\d{}\"…:#]", words)
    return words if plain else ""


def _presence(sections: dict[str, str], id_: str) -> Iterator[str]:
    """One rule to begin with: that the first section is there and says something."""
    name, title = next(iter(sections.items()))
    yield f"""\
  {id_}01:
    title: 应有“{title}”部分，且有内容
    assert: {name} is present and {name} is not empty
    fix: 补上“{title}”部分。
    examples:
      - outcome: pass
        given: |
          一、{title}
          这一部分有内容。
      - outcome: fail
        given: |
          一、另一部分
          没有所要的部分。"""


def _bare(title: str) -> str:
    """A title without its number and year."""
    return _YEARS.sub("", unnumbered(title.strip())).strip()


def _own(title: str, facts: Facts) -> str:
    """A heading without the body's name, which may differ in another document."""
    entity = facts.identity.entity.value if facts.identity.entity else ""
    bare = _bare(title).removeprefix(entity) if entity else _bare(title)
    return re.sub(r"^(?:（(?:部门|单位|本级)）|[的年度])+", "", bare).strip()


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(file: Path, text: Callable[[str, str], str]) -> None:
    """Write a new rule file; never over one that is there. Its text is made of the pack's id and the schema's path."""
    if file.suffix not in (".yaml", ".yml"):
        raise UsageError(f"{file}: 规则文件的后缀应为 .yaml / a rule file ends with .yaml")
    if file.exists():
        raise UsageError(f"{file}: 文件已经存在，不覆盖 / the file is there already and is not overwritten")
    pack = re.sub(r"[^\w-]+", "-", file.stem).strip("-") or "pack"
    schema = (resources.folder("rules") / SCHEMA).resolve().as_uri()
    put(file, text(pack, schema).encode("utf-8"))

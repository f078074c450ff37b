"""整改通知: a letter to the department that lists what to correct, from a Word template that a bureau may change.

A template is a letter with words in double braces (reports/README.md lists them). The paragraphs between the first
and the last that speak of a problem are written once for each. A paragraph of which all such words are empty is left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph

from checker import resources
from checker.model.errors import UsageError
from checker.model.rule import Severity
from checker.report import Finding, Report
from checker.report.headlines import headline
from checker.report.hidden import visible
from checker.report.words import Words
from checker.rulebook.suggest import suggestion

SUFFIX = "docx"

_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_OF_LETTER = {
    "entity": "单位",
    "year": "年度",
    "kind": "材料",
    "file": "文件",
    "sha256": "哈希值",
    "count": "问题数",
    "version": "程序版本",
    "if_problems": "有问题",
    "if_none": "无问题",
    "waived_count": "豁免数",
    "waived": "已豁免",
}
_OF_PROBLEM = {
    "number": "编号",
    "problem": "问题",
    "doubt": "疑点",
    "place": "位置",
    "arithmetic": "算式",
    "likely": "可能的原因",
    "basis": "依据",
    "fix": "整改要求",
}
_MARKS = ("if_problems", "if_none")
_NAMES = {
    **{key: key for key in (*_OF_LETTER, *_OF_PROBLEM)},
    **{said: key for key, said in (_OF_LETTER | _OF_PROBLEM).items()},
}
"""A field by its English or its Chinese name."""


def template_of(path: Path) -> bytes:
    """A bureau's own template, found to be a letter that can be filled; raises UsageError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: 模板打不开 / the template cannot be read: {error.strerror}") from None
    try:
        paragraphs = list(_paragraphs(docx.Document(io.BytesIO(data))))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise UsageError(f"{path}: 不是 Word 文档（.docx）/ not a Word document (.docx)") from None
    wrong = [
        name for paragraph in paragraphs for name in _FIELD.findall(paragraph.text) if name not in _NAMES
    ]
    if wrong:
        raise UsageError(
            "\n".join(
                f"{path}: 模板中的“{name}”不是可填的项 / unknown field “{name}”{suggestion(name, _NAMES)}"
                for name in dict.fromkeys(wrong)
            )
        )
    return data


def write(report: Report, words: Words, template: bytes | None = None) -> bytes:
    """The letter; the same report gives the same bytes. Information is no problem to correct and stands not in it."""
    data = template or (resources.folder("reports") / "letter" / f"{words.language}.docx").read_bytes()
    letter = docx.Document(io.BytesIO(data))
    findings = [finding for finding in report.open if finding.severity is not Severity.INFO]
    whole = _of_letter(report, len(findings), words)
    waived = [headline(finding, words) for finding in report.findings if finding.waivers]
    whole |= {"waived_count": str(len(waived)) if waived else "", "waived": words("joined").join(waived)}
    paragraphs = list(_paragraphs(letter))
    about = [at for at, one in enumerate(paragraphs) if _fields(one) & _OF_PROBLEM.keys()]
    block = paragraphs[about[0] : about[-1] + 1] if about else []
    if block and any(one._p.getparent() is not block[0]._p.getparent() for one in block):
        block = []  # they stand in several cells: nothing can be repeated
    for number, finding in enumerate(findings if block else (), start=1):
        values = whole | _of_problem(number, finding, words)
        for paragraph in block:
            copy = deepcopy(paragraph._p)
            block[0]._p.addprevious(copy)
            _fill(Paragraph(copy, paragraph._parent), values)
    for paragraph in block:
        paragraph._p.getparent().remove(paragraph._p)
    kept = {id(paragraph) for paragraph in block}
    for paragraph in paragraphs:
        if id(paragraph) not in kept:
            _fill(paragraph, whole)
    return _saved(letter)


def _paragraphs(letter: Document) -> Iterable[Paragraph]:
    """Those of the body, its tables, and the heads and feet of its pages."""
    yield from letter.paragraphs
    for table in letter.tables:
        for cell in dict.fromkeys(cell._tc for row in table.rows for cell in row.cells):
            yield from (Paragraph(one, table) for one in cell.p_lst)
    for section in letter.sections:
        yield from section.header.paragraphs
        yield from section.footer.paragraphs


def _fields(paragraph: Paragraph) -> set[str]:
    return {_NAMES[name] for name in _FIELD.findall(paragraph.text) if name in _NAMES}


def _of_letter(report: Report, count: int, words: Words) -> dict[str, str]:
    identity, document = report.facts.identity, report.facts.document
    unknown = "＿" * 8
    return {
        "entity": identity.entity.value if identity.entity else unknown,
        "year": str(identity.fiscal_year.value) if identity.fiscal_year else unknown[:4],
        "kind": words("kind", identity.kind.value) if identity.kind else words("letter", "kind"),
        "file": document.name,
        "sha256": document.sha256,
        "count": str(count),
        "version": report.version,
        "if_problems": "1" if count else "",
        "if_none": "" if count else "1",
    }


def _of_problem(number: int, finding: Finding, words: Words) -> dict[str, str]:
    first = finding.evidence[0] if finding.evidence else None
    where = (first.section, first.table, first.row, first.column) if first else ()
    place = words.place(first.place) if first else ""
    path = " › ".join(part for part in where if part)
    said, message = headline(finding, words), words.message(finding)
    return {
        "number": str(number),
        "problem": said,
        "doubt": words("letter", "doubt") if finding.severity is Severity.WARNING else "",
        "place": " ".join(part for part in (place, path) if part),
        "arithmetic": message if message != said else "",
        "likely": words.hint(finding),
        "basis": "".join(str(basis) for basis in finding.rule.basis),
        "fix": words.fix(finding),
    }


def _fill(paragraph: Paragraph, values: Mapping[str, str]) -> None:
    """Puts values in, in the style of the run in which a field begins; all at once, so that no value is read as one.

    Editors cut words into runs where they like, so a field may begin in one and end in another.
    """
    fields = _FIELD.findall(paragraph.text)
    own = [_NAMES[name] for name in fields if name in _NAMES]
    if not own:
        return
    said = [values.get(name, "") for name in own]
    if not any(said) or any(name in _MARKS and not values[name] for name in own):
        paragraph._p.getparent().remove(paragraph._p)
        return
    runs = list(paragraph.runs)
    starts = [sum(len(run.text) for run in runs[:at]) for at in range(len(runs) + 1)]
    texts = [run.text for run in runs]
    whole = "".join(texts)
    for match in reversed(list(_FIELD.finditer(whole))):
        name = _NAMES.get(match[1])
        if name is None:
            continue
        value = "" if name in _MARKS else visible(values.get(name, ""))
        begin, end = match.span()
        for at in range(len(runs) - 1, -1, -1):
            low, high = max(begin, starts[at]), min(end, starts[at + 1])
            if low < high:
                text = texts[at]
                first = value if starts[at] <= begin else ""
                texts[at] = text[: low - starts[at]] + first + text[high - starts[at] :]
    for run, text, before in zip(runs, texts, [run.text for run in runs], strict=True):
        if text != before:
            run.text = text


def _saved(letter: Document) -> bytes:
    """The file with fixed times, so that the same report gives the same bytes."""
    made, kept = io.BytesIO(), io.BytesIO()
    letter.save(made)
    with ZipFile(made) as source, ZipFile(kept, "w") as target:
        for item in source.infolist():
            fixed = ZipInfo(item.filename)
            fixed.compress_type = item.compress_type
            target.writestr(fixed, source.read(item.filename))
    return kept.getvalue()

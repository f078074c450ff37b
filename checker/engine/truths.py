"""Truths of tests in words, and three-valued logic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from checker.binding.sections import document_evidence, heading_evidence
from checker.binding.tables import table_evidence
from checker.engine.values import (
    CellValue,
    DateValue,
    DocumentValue,
    EntryValue,
    FactValue,
    ListValue,
    PartValue,
    Quantity,
    SectionValue,
    StatementValue,
    TableValue,
    TextValue,
    Truth,
    Unstated,
    Value,
)
from checker.facts.figures import is_code_column, row_label
from checker.model.amount import read_number
from checker.model.document import Cell, Heading, Paragraph, Section, Table
from checker.model.figure import Facts, Figure
from checker.model.outcome import Evidence, OutcomeKind, Reason, Unknown
from checker.model.rule import Belongs
from checker.model.text import Text, normalise

_BLANKS = frozenset(("", "-", "--", "—", "——", "/", "\\", "无"))


def is_blank(text: str) -> bool:
    """Nothing, or a stroke that stands for nothing."""
    return normalise(text).string in _BLANKS


def first_words(facts: Facts) -> Evidence | None:
    return document_evidence(facts, "title")


def evidence_of(value: Value) -> tuple[Evidence, ...]:
    """The places that show a value."""
    match value:
        case TextValue(evidence=evidence) | DateValue(evidence=evidence):
            return evidence
        case CellValue(evidence=evidence):
            return (evidence,)
        case Quantity(terms=terms):
            return tuple(Evidence.of_figure(term.figure, "stated") for term in terms)
        case PartValue(part=part):
            return (Evidence.of_figure(part.figure, "part"),)
        case FactValue(fact=fact):
            return (fact.evidence,)
        case DocumentValue(evidence=place):
            return (place,)
        case _:
            return ()


def both(left: Truth, right: Truth) -> Truth:
    """and: what fails decides; else what cannot be told."""
    return _joined(
        left, right, (OutcomeKind.FAIL, OutcomeKind.UNDETERMINED, OutcomeKind.PASS_WITHIN_ROUNDING)
    )


def either(left: Truth, right: Truth) -> Truth:
    """or: what holds decides; else what cannot be told."""
    return _joined(
        left, right, (OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING, OutcomeKind.UNDETERMINED)
    )


def _joined(left: Truth, right: Truth, order: Sequence[OutcomeKind]) -> Truth:
    kinds = (left.kind, right.kind)
    kind = next((kind for kind in order if kind in kinds), left.kind)
    decisive = [side for side in (left, right) if side.kind is kind]
    if kind in (OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING):
        decisive = [left, right]
    return Truth(
        kind,
        tuple(reason for side in decisive for reason in side.reasons),
        tuple(evidence for side in decisive for evidence in side.evidence),
        left.computations + right.computations,
        tuple(reason for side in (left, right) if side.holds for reason in side.denied),
    )


def opposite(of: Truth) -> Truth:
    match of.kind:
        case OutcomeKind.UNDETERMINED:
            return of
        case OutcomeKind.FAIL:
            return Truth(OutcomeKind.PASS, (), of.evidence, of.computations)
        case _:
            return Truth(OutcomeKind.FAIL, of.denied, of.evidence, of.computations)


def texts_equal(left: TextValue, right: TextValue) -> Truth:
    """Whether two texts say the same. A word of the language (increase, found) is not told as what is written."""
    same = same_text(left, right)
    if _is_word(right):
        return Truth.of(same, left.evidence)
    reason = Reason.of("texts_differ", left=left.string, right=right.string)
    truth = Truth.of(same, left.evidence + right.evidence, reason)
    return replace(truth, denied=(Reason.of("texts_same", text=left.string),))


def same_text(left: TextValue, right: TextValue) -> bool:
    """The same, where nobody asks for what shows it."""
    if _is_word(right):
        return left.string == right.string
    return normalise(left.string).string == normalise(right.string).string


def _is_word(text: TextValue) -> bool:
    """Whether a text is a word of the language."""
    return text.string.isascii() and not text.evidence


def words_test(test: str, text: TextValue, words: Sequence[str]) -> Truth:
    """Whether a text is, begins with, ends with or contains any of the words; the evidence is where."""
    folded = normalise(text.string).string
    wanted = _normalised(tuple(words))
    if test in ("contains", "mentions") and text.passages:
        found = _mentions(text.passages, wanted)
        if found:
            return replace(Truth.of(True, found), denied=(_words_present(item.text for item in found),))
    says = _SAYS[test]
    said = [word for word, folded_word in zip(words, wanted, strict=True) if says(folded, folded_word)]
    if said:
        return Truth(OutcomeKind.PASS, (), text.evidence, (), (_words_present(said),))
    reason = Reason.of("words_absent", text=text.string, words="、".join(words))
    return Truth(OutcomeKind.FAIL, (reason,), text.evidence)


def says_any(test: str, string: str, words: Sequence[str]) -> bool:
    """The same of a single text, where nobody asks for what shows it."""
    folded, says = normalise(string).string, _SAYS[test]
    return any(says(folded, word) for word in _normalised(tuple(words)))


_SAYS: Mapping[str, Callable[[str, str], bool]] = {
    "words": str.__eq__,
    "starts with": str.startswith,
    "ends with": str.endswith,
    "contains": str.__contains__,
    "mentions": str.__contains__,
}
WORD_TESTS = frozenset(_SAYS)


@lru_cache(maxsize=4096)
def _normalised(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(normalise(word).string for word in words)


def _words_present(words: Iterable[str]) -> Reason:
    return Reason.of("words_present", words="、".join(dict.fromkeys(words)))


def is_present(facts: Facts, of: Value) -> Truth:
    """Whether a section or table is there. One that may stand in another file of the package is unknown."""
    match of:
        case SectionValue(bound=bound):
            if bound.section is not None and bound.section.heading is not None:
                return Truth.of(True, (heading_evidence(bound.section.heading, "section"),))
            absence, belongs = bound.absence, bound.spec.belongs
        case TableValue(bound=table):
            if table.table is not None:
                return Truth.of(True, (table_evidence(table.table, "table"),))
            if table.elsewhere:
                return Truth.unknown(table.absence)
            absence, belongs = table.absence, table.spec.belongs
        case FactValue(fact=fact):
            return Truth.of(True, (fact.evidence,))
        case DocumentValue(evidence=place):
            return Truth.of(True, (place,))
        case Unknown(reasons=reasons) if any(
            reason.code in ("no_prior", "no_budget_document") for reason in reasons
        ):
            return Truth.of(False, (), *reasons)
        case EntryValue(fields=fields):
            return Truth.of(True, fields["name"].evidence)
        case Unknown(reasons=reasons, evidence=evidence) if any(
            reason.code == "code_absent" for reason in reasons
        ):
            return Truth.of(False, evidence, *reasons)
        case Unknown():
            return Truth.unknown(of)
        case _:
            raise AssertionError(f"not a section or table: {of!r}")  # checked at load
    unseen = unseen_reasons(facts)
    if unseen:
        return Truth.unknown(Unknown((*absence.reasons, *unseen), absence.evidence))
    of_package = belongs is Belongs.PACKAGE or (belongs is Belongs.TOGETHER and facts.document.members)
    if of_package and not facts.sidecar.complete:
        reason = Reason.of("maybe_in_another_file")
        return Truth.unknown(Unknown((*absence.reasons, reason), absence.evidence))
    if isinstance(of, TableValue) and of.bound.maybe:
        reason = Reason.of("maybe_under_another_name", title=of.bound.maybe)
        return Truth.unknown(Unknown((*absence.reasons, reason), absence.evidence))
    return Truth.of(False, absence.evidence, *absence.reasons)


def unseen_reasons(facts: Facts) -> tuple[Reason, ...]:
    """Why something may stand in the document and yet not be found: pages unread, or recognised in a picture."""
    pages = (("pages_unread", facts.document.unread), ("pages_recognised", facts.document.recognised))
    return tuple(Reason.of(code, pages="、".join(map(str, numbers))) for code, numbers in pages if numbers)


def _mentions(passages: Sequence[Text], wanted: Sequence[str]) -> tuple[Evidence, ...]:
    """The first place in each passage where one of the words stands."""
    found: list[Evidence] = []
    for passage in passages:
        normal = normalise(passage.string)
        for word in wanted:
            at = normal.string.find(word)
            if at >= 0:
                text = passage.cut(*normal.source(at, at + len(word)))
                found.append(Evidence("words", text.string, text.place))
                break
    return tuple(found)


_SHOWN = 20
_MOST_SHOWN = 3
_NOT_SAID = ("fact_absent", "section_absent")


def fact_is_present(facts: Facts, of: Value, untaken: Sequence[Figure]) -> Truth:
    """Whether the document states a fact; one stated in unlike ways is stated.

    One that may stand on a page that was not read, or not read for certain, cannot be told, nor one that
    figures which nothing in the pack took (`untaken`) may state in other words.
    """
    match of:
        case FactValue(fact=fact):
            return Truth.of(True, (fact.evidence,))
        case Unknown(reasons=reasons, evidence=evidence):
            said = not any(reason.code in _NOT_SAID for reason in reasons)
            unseen = unseen_reasons(facts)
            if not said and unseen:
                return Truth.unknown(Unknown((*reasons, *unseen), evidence))
            if not said and untaken:
                shown = untaken[:_MOST_SHOWN]
                words = "、".join(figure.context[: figure.end][-_SHOWN:] for figure in shown)
                reason = Reason.of("maybe_in_other_words", found=words)
                places = tuple(Evidence.of_figure(figure, "nearest") for figure in shown)
                return Truth.unknown(Unknown((*reasons, reason), places))
            return Truth.of(said, evidence, *reasons)
        case _:
            raise AssertionError(f"not a fact: {of!r}")  # checked at load


def is_empty(facts: Facts, of: Value) -> Truth:
    match of:
        case SectionValue(bound=bound):
            if bound.section is None or bound.section.heading is None:
                return Truth.unknown(bound.absence)
            evidence = heading_evidence(bound.section.heading, "section")
            return _emptiness(bound.is_empty(facts), (evidence,), bound.section.path[-1])
        case TableValue(bound=table):
            if table.table is None:
                return Truth.unknown(table.absence)
            evidence = table_evidence(table.table, "table")
            return _emptiness(_has_no_data(table.table), (evidence,), table.title)
        case ListValue(items=items, missing=missing):
            if items or missing is None:
                return _none_listed(items)
            return Truth.unknown(missing)
        case Unknown():
            return Truth.unknown(of)
        case _:
            raise AssertionError(f"cannot be empty: {of!r}")  # checked at load


_MOST_NAMED = 4
_NAMED = 40  # characters of each that are named


def _none_listed(items: Sequence[Value]) -> Truth:
    """Whether a list has no item; the words of those that it has, each with its place."""
    evidence = tuple(item.evidence for item in items if isinstance(item, StatementValue))
    if not evidence:
        return Truth.of(not items, (), Reason.of("some_listed", count=str(len(items))))
    words = list(dict.fromkeys(item.text for item in evidence))
    named = "、".join(f"{word[:_NAMED]}…" if len(word) > _NAMED else word for word in words[:_MOST_NAMED])
    if len(evidence) == 1:
        return Truth.of(False, evidence, Reason.of("one_found", words=named))
    more = "…" if len(words) > _MOST_NAMED else ""
    return Truth.of(False, evidence, Reason.of("some_found", count=str(len(evidence)), words=named + more))


def _emptiness(empty: bool, evidence: tuple[Evidence, ...], what: str) -> Truth:
    truth = Truth.of(empty, evidence, Reason.of("not_empty", what=what))
    return replace(truth, denied=(Reason.of("is_empty", what=what),))


_NUMBERED = re.compile(r"栏次|行次|列次")
_LABELS = re.compile(r".*(?:名称|科目|分类|项目|栏次)")


def _has_no_data(table: Table) -> bool:
    """No row, or nothing filled in beside codes, names and other labels of the rows."""
    return data_of(table) == "none"


def data_of(table: Table) -> str:
    """What a table states beside its labels: nothing, nothing but zeros, or something."""
    filled = [text for text in _data(table) if not is_blank(text)]
    if not filled:
        return "none"
    return "nil" if all(read_number(text) == 0 for text in filled) else "some"


def _data(table: Table) -> list[str]:
    """The cells beside codes, names and other labels of the rows.

    In a table with a unit of money only figures are something: words there may be labels of its header.
    """
    of_money = any(piece.unit is not None for piece in table.pieces)
    data = [
        at
        for at, column in enumerate(table.columns)
        if at > 0 and not is_code_column(column.leaf) and not _LABELS.fullmatch(normalise(column.leaf).string)
    ]
    rows = [row for row in table.rows if not _NUMBERED.fullmatch(normalise(row_label(row)).string)]
    texts = (row.cells[at].text for row in rows for at in data)
    return [text for text in texts if not of_money or any(character.isdigit() for character in text)]


def is_filled(of: ListValue) -> Truth:
    """Whether every cell of a list is filled in; the evidence begins with the column's header."""
    if of.missing is not None:
        return Truth.unknown(of.missing)
    for item in of.items:
        if isinstance(item, Unknown):
            return Truth.unknown(item)
    cells = [item for item in of.items if isinstance(item, CellValue)]
    blank = [cell for cell in cells if cell.cell.text.strip() == ""]
    reason = Reason.of(
        "cells_blank",
        column=cells[0].evidence.column if cells else "",
        count=str(len(blank)),
        total=str(len(cells)),
    )
    headers = tuple(cell.header for cell in cells[:1])
    return Truth.of(not blank, headers + tuple(cell.evidence for cell in blank or cells), reason)


def is_blank_value(of: Value) -> bool:
    """Whether a value is nothing, or a stroke that stands for nothing."""
    match of:
        case CellValue(cell=cell):
            return is_blank(cell.text)
        case TextValue(string=string):
            return is_blank(string)
        case _:
            return isinstance(of, Unstated)


def blank_truth(of: Value) -> Truth:
    places = of.places if isinstance(of, Unstated) else evidence_of(of)
    match of:
        case CellValue(cell=Cell(text=text)) | TextValue(string=text):
            return Truth.of(is_blank_value(of), places, Reason.of("not_blank", text=text))
        case _:
            return Truth.of(is_blank_value(of), places)


def stated_truth(of: Value) -> Truth:
    """The opposite of blank; what is blank says which cell it is."""
    blank = blank_truth(of)
    if blank.kind is not OutcomeKind.PASS:
        return opposite(blank)
    if isinstance(of, CellValue):
        reason = Reason.of("is_blank", row=of.evidence.row, column=of.evidence.column)
    else:
        reason = Reason.of("not_stated")
    return Truth(OutcomeKind.FAIL, (reason,), blank.evidence)


def all_text(facts: Facts) -> TextValue:
    """All headings and paragraphs of the document as one text."""
    passages = tuple(block.text for block in facts.document.blocks if isinstance(block, Heading | Paragraph))
    first = first_words(facts)
    return TextValue("\n".join(text.string for text in passages), (first,) if first else (), passages)


def section_text(facts: Facts, sections: Sequence[Section], name: str) -> TextValue:
    """The title of a section, or all its paragraphs as one text, wherever its heading stands."""
    headings = [section.heading for section in sections if section.heading is not None]
    evidence = tuple(heading_evidence(heading, "section") for heading in headings)
    if name == "title":
        return TextValue(sections[0].path[-1], evidence[:1])
    blocks = [
        block for section in sections for block in facts.document.blocks[section.start + 1 : section.end]
    ]
    passages = tuple(block.text for block in blocks if isinstance(block, Paragraph))
    return TextValue("\n".join(text.string for text in passages), evidence, passages)

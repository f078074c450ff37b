"""Cells of named columns, and the code list's entry of a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from checker.binding import BoundTable
from checker.engine.values import CellValue, EntryValue, RowValue, TextValue, Value
from checker.facts.figures import cell_figure, default_unit, row_label
from checker.model.amount import COUNT, PERCENT, Dimension, Unit, read_amount
from checker.model.figure import Facts, Figure, FigureId
from checker.model.outcome import Evidence, Reason, Unknown
from checker.model.rule import CodeEntry, ColumnType, Edition, Pack
from checker.model.text import normalise


def row_evidence(row: RowValue, role: str) -> Evidence:
    table = row.table.table
    assert table is not None
    cells = table.rows[row.index]
    label = row_label(cells) or next((cell.text for cell in cells.cells if cell.text), "")
    return Evidence(role, label, cells.place, table=row.table.title, row=label)


def cell_of(facts: Facts, row: RowValue, name: str) -> Value:
    """A row's cell in a named column."""
    bound = row.table
    table = bound.table
    assert table is not None
    column = bound.columns[name]
    if isinstance(column, Unknown):
        return column
    cell = table.rows[row.index].cells[column]
    label = row_evidence(row, "row").text
    evidence = Evidence(
        "cell",
        cell.text,
        cell.place,
        section=" / ".join(facts.sections[bound.block]),
        table=bound.title,
        row=label,
        column=table.columns[column].label,
    )
    type_ = bound.spec.columns[name].type
    default = _unit_for(type_, default_unit(table, table.rows[row.index], column))
    figure = _figure(facts, bound, row.index, column, type_, default)
    header = Evidence(
        "column", table.columns[column].leaf, table.columns[column].header.place, table=bound.title
    )
    return CellValue(cell, figure, type_, evidence, header, default)


def _unit_for(type_: ColumnType, default: Unit) -> Unit:
    """The unit of a cell that prints none, by what the pack says of its column."""
    if type_ is ColumnType.PERCENT:
        return PERCENT
    if type_ is ColumnType.COUNT and default.dimension is not Dimension.COUNT:
        return COUNT
    return default


def _figure(
    facts: Facts, bound: BoundTable, row: int, column: int, type_: ColumnType, default: Unit
) -> Figure | None:
    """The figure of a cell as the pack's column type reads it; None if it is words or blank."""
    table = bound.table
    assert table is not None
    if not type_.is_number:
        return None
    cell = table.rows[row].cells[column]
    amount = read_amount(cell.text, default)
    if amount is None:
        return None
    identifier = FigureId(bound.block, row, column, facts.document.ordinal)
    figure = facts.figures.get(identifier)
    if figure is not None and figure.amount.unit == amount.unit:
        return figure
    if figure is not None:
        return replace(figure, amount=amount)
    return cell_figure(
        identifier,
        amount,
        cell,
        facts.sections[bound.block],
        bound.title,
        table.rows[row],
        table.columns[column].label,
    )


def entry_of(facts: Facts, pack: Pack, row: RowValue) -> Value:
    """The code list's entry of the row's code, in the edition of the fiscal year."""
    found = _listed(facts, pack, row)
    if not isinstance(found, _Listed):
        return found
    entry = found.edition.entries.get(found.code)
    evidence = found.evidence
    if entry is None:
        missing = "code_absent" if found.edition.complete else "code_not_listed"
        reason = Reason.of(missing, code=evidence.text, list=found.title, edition=found.edition.id)
        return Unknown((reason,), (evidence,))
    return EntryValue(_entry_fields(entry, found.edition, evidence))


def group_of(facts: Facts, pack: Pack, row: RowValue) -> Value:
    """The group of the row's code; unknown where the list does not say it."""
    found = _listed(facts, pack, row)
    if not isinstance(found, _Listed):
        return found
    group = found.edition.group(found.code)
    if group:
        return TextValue(group, (found.evidence,))
    reason = Reason.of("no_group", code=found.evidence.text, list=found.title, edition=found.edition.id)
    return Unknown((reason,), (found.evidence,))


@dataclass(frozen=True, slots=True)
class _Listed:
    """A code as it is looked up, with the edition of the year; `title` is the list's."""

    code: str
    edition: Edition
    title: str
    evidence: Evidence


def _listed(facts: Facts, pack: Pack, row: RowValue) -> _Listed | Unknown:
    use = row.table.spec.codes
    if use is None:
        return Unknown((Reason.of("no_code_list", table=row.table.title),))
    code = cell_of(facts, row, use.column)
    if isinstance(code, Unknown):
        return code
    assert isinstance(code, CellValue)
    evidence = (code.evidence,)
    year = facts.identity.fiscal_year
    if year is None:
        return Unknown((Reason.of("year_unknown"),), evidence)
    code_list = pack.code_lists[use.list]
    edition = edition_of(code_list.editions, year.value)
    if edition is None:
        reason = Reason.of("no_edition", list=code_list.title, year=str(year.value))
        return Unknown((reason,), evidence)
    return _Listed(normalise(code.cell.text).string.upper(), edition, code_list.title, code.evidence)


def edition_of(editions: tuple[Edition, ...], year: int) -> Edition | None:
    """The edition in force in a fiscal year."""
    for edition in editions:
        if (edition.since or 0) <= year <= (edition.until or 9999):
            return edition
    return None


def _entry_fields(entry: CodeEntry, edition: Edition, evidence: Evidence) -> Mapping[str, TextValue]:
    return MappingProxyType(
        {
            "name": TextValue(entry.name, (evidence,)),
            "standing": TextValue(entry.standing),
            "edition": TextValue(edition.id),
        }
    )

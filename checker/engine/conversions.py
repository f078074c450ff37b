"""Values as numbers and as words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from checker.engine import truths
from checker.engine.values import CellValue, DateValue, ListValue, Quantity, TextValue, Unstated, Value
from checker.model.amount import divided, plain
from checker.model.day import day_of
from checker.model.figure import Figure
from checker.model.outcome import Reason, Unknown
from checker.model.rule import ColumnType

_EXACT = (ColumnType.COUNT, ColumnType.PRICE)


def as_quantity(value: Value, floor: Decimal | None) -> Quantity | Unknown:
    """The number that a value states; a blank cell is zero."""
    match value:
        case Quantity() | Unknown():
            return value
        case CellValue(figure=Figure() as figure, type=type_):
            return Quantity.of_figure(figure, type_ in _EXACT, floor)
        case CellValue(cell=cell, evidence=evidence, default=default):
            if truths.is_blank(cell.text):
                zero = Quantity.exactly(Decimal(0), default, "0")
                return replace(zero, blanks=(evidence,))
            where = {"row": evidence.row, "column": evidence.column}
            return Unknown((Reason.of("cell_not_a_number", text=cell.text, **where),), (evidence,))
        case Unstated():
            return _not_said(value)
        case TextValue(string=string, evidence=evidence_):
            return Unknown((Reason.of("not_a_number", text=string),), evidence_)
        case _:
            raise AssertionError(f"no number: {value!r}")  # checked at load


def _not_said(value: Unstated) -> Unknown:
    """Why what a statement, or a sidecar, leaves out has no value."""
    if value.evidence is None:
        return Unknown((Reason.of("date_not_given", what=value.what),))
    return Unknown((Reason.of("unstated", what=value.what, text=value.evidence.text),), value.places)


def is_date(value: Value) -> bool:
    """Whether a value is a day, or a cell where one belongs."""
    return isinstance(value, DateValue) or (isinstance(value, CellValue) and value.type is ColumnType.DATE)


def as_date(value: Value) -> DateValue | Unknown:
    match value:
        case DateValue() | Unknown():
            return value
        case CellValue(cell=cell, evidence=evidence):
            where = {"row": evidence.row, "column": evidence.column}
            if truths.is_blank(cell.text):
                return Unknown((Reason.of("is_blank", **where),), (evidence,))
            try:
                day = day_of(cell.text)
            except ValueError:
                return Unknown((Reason.of("no_such_day", text=cell.text),), (evidence,))
            if day is None:
                return Unknown((Reason.of("cell_not_a_day", text=cell.text, **where),), (evidence,))
            return DateValue(day, (evidence,))
        case Unstated():
            return _not_said(value)
        case _:
            raise AssertionError(f"no date: {value!r}")  # checked at load


def as_text(value: Value) -> TextValue | Unknown:
    match value:
        case TextValue() | Unknown():
            return value
        case CellValue(cell=cell, evidence=evidence):
            return TextValue(cell.text, (evidence,))
        case Unstated():
            return TextValue("", value.places)
        case Quantity(formula=formula):
            return TextValue(formula, truths.evidence_of(value))
        case _:
            raise AssertionError(f"no text: {value!r}")  # checked at load


_NOT_KNOWN = "（无法得出）"


def shown(value: Value) -> str:
    """A value in a message: a single figure as it is printed, anything else computed in its unit."""
    match value:
        case ListValue(items=items):
            return "、".join(map(shown, items))
        case CellValue(cell=cell):
            return cell.text
        case TextValue(string=string):
            return string
        case DateValue():
            return str(value)
        case Quantity(terms=(term,), formula=formula) if formula == str(term.figure.amount.value):
            return term.figure.text
        case Quantity(value=number, unit=unit):
            return f"{plain(divided(number, unit.scale))}{unit.name}"
        case _:
            return _NOT_KNOWN


def is_words(value: Value) -> bool:
    """Whether a value is words: a text, or a cell that is filled and states no number."""
    if isinstance(value, CellValue):
        return value.figure is None and not truths.is_blank(value.cell.text)
    return isinstance(value, TextValue)

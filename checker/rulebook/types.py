"""Static types of the rule language: every name, attribute and comparison is checked at load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.model.amount import Dimension
from checker.model.expression import (
    Arithmetic,
    Attribute,
    Both,
    Call,
    Comparison,
    Constant,
    Each,
    Expression,
    ForEach,
    Index,
    Listing,
    Name,
    Negative,
    Not,
    Test,
    Where,
    Words,
)
from checker.model.phrase import HoleType
from checker.model.rule import ColumnType
from checker.model.statement import Against, Direction, Extent, Listed, ShareKind, TotalKind
from checker.model.wording import Form, Leftover, Mark, NameStanding, YearRole
from checker.rulebook.suggest import suggestion


@dataclass(frozen=True, slots=True)
class QuantityType:
    """A number with a dimension; None where only the document can tell it."""

    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True)
class TextType:
    """Words; where they can only be one of a few, `choices` lists them."""

    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TruthType:
    pass


@dataclass(frozen=True, slots=True)
class DateType:
    """A day of the calendar."""


@dataclass(frozen=True, slots=True)
class ListType:
    item: Type


@dataclass(frozen=True, slots=True)
class RecordType:
    """Something with attributes: a row, a fact, a part, a table, a section."""

    what: str
    attributes: Mapping[str, Type] = field(hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class ColumnNameType:
    """A variable that stands for one of these columns."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BandType:
    """A grading band (≥90, 89~80): it can be filled in or not, and a list of them be without gap."""


@dataclass(frozen=True, slots=True)
class AnyType:
    """What stands under a name whose own definition is faulty: it fits everywhere, so that the slip is told
    once and the rest is checked all the same."""


Type = (
    QuantityType
    | TextType
    | DateType
    | TruthType
    | ListType
    | RecordType
    | ColumnNameType
    | BandType
    | AnyType
)

TEXT = TextType()
TRUTH = TruthType()
DATE = DateType()
NUMBER = QuantityType(Dimension.NUMBER)
_ALIKE = ({Dimension.NUMBER, Dimension.COUNT}, {Dimension.PERCENT, Dimension.POINT})

COLUMN_TYPES: dict[ColumnType, Type] = {
    ColumnType.MONEY: QuantityType(Dimension.MONEY),
    ColumnType.PRICE: QuantityType(Dimension.MONEY),
    ColumnType.COUNT: QuantityType(Dimension.COUNT),
    ColumnType.PERCENT: QuantityType(Dimension.PERCENT),
    ColumnType.TEXT: TEXT,
    ColumnType.BAND: BandType(),
    ColumnType.DATE: DATE,
}

_part: dict[str, Type] = {"label": TEXT, "amount": QuantityType(), "change": QuantityType()}
PART = RecordType("part", _part)
_part["parts"] = ListType(PART)

HOLE_TYPES: dict[HoleType, Type] = {
    HoleType.MONEY: QuantityType(Dimension.MONEY),
    HoleType.PERCENT: QuantityType(Dimension.PERCENT),
    HoleType.COUNT: QuantityType(Dimension.COUNT),
    HoleType.YEAR: NUMBER,
    HoleType.DATE: DATE,
    HoleType.CODE: TEXT,
    HoleType.LIST: ListType(TEXT),
    HoleType.TEXT: TEXT,
    HoleType.PARTS: ListType(PART),
}

ENTRY = RecordType("entry", {"name": TEXT, "standing": TextType(("found", "inferred")), "edition": TEXT})
HEADING = RecordType(
    "heading", {"number": TEXT, "ordinal": NUMBER, "level": NUMBER, "title": TEXT, "text": TEXT}
)
SENTENCE = RecordType("sentence", {"text": TEXT})
ANY_TABLE = RecordType(
    "table",
    {
        "title": TEXT,
        "note": TEXT,
        "unit": TEXT,
        "data": TextType(("none", "nil", "some")),
        "section": TEXT,
    },
)
SECTION = RecordType(
    "section",
    {
        "title": TEXT,
        "text": TEXT,
        "lines": ListType(TEXT),
        "number": TEXT,
        "headings": ListType(HEADING),
        "sentences": ListType(SENTENCE),
        "tables": ListType(ANY_TABLE),
    },
)
_AMOUNT = QuantityType()
_PERCENT = QuantityType(Dimension.PERCENT)
BREAKDOWN = RecordType(
    "breakdown",
    {
        "label": TEXT,
        "total": _AMOUNT,
        "change": _AMOUNT,
        "parts": ListType(PART),
        "of": TextType(("level", "increment")),
        "listing": TextType(tuple(Extent)),
        "text": TEXT,
    },
)
CHANGE = RecordType(
    "change",
    {
        "subject": TEXT,
        "label": TEXT,
        "word": TextType(tuple(Direction)),
        "amount": _AMOUNT,
        "percent": _PERCENT,
        "change": _AMOUNT,
        "growth": _PERCENT,
        "current": _AMOUNT,
        "base": _AMOUNT,
        "against": TEXT,
        "year": NUMBER,
        "reason": TEXT,
        "reason_word": TextType((Direction.INCREASE, Direction.DECREASE)),
        "text": TEXT,
    },
)
LEVEL = RecordType("level", {"label": TEXT, "amount": _AMOUNT, "text": TEXT})
SHARE = RecordType(
    "share",
    {
        "label": TEXT,
        "part": _AMOUNT,
        "whole": _AMOUNT,
        "percent": _PERCENT,
        "kind": TextType(tuple(ShareKind)),
        "text": TEXT,
    },
)
COMPLETION = RecordType(
    "completion",
    {
        "subject": TEXT,
        "account": TEXT,
        "budget": _AMOUNT,
        "actual": _AMOUNT,
        "percent": _PERCENT,
        "word": TextType(tuple(Against)),
        "compared": _AMOUNT,
        "difference": _PERCENT,
        "reason": TEXT,
        "text": TEXT,
    },
)
BALANCE = RecordType(
    "balance",
    {
        "label": TEXT,
        "income": _AMOUNT,
        "spending": _AMOUNT,
        "opening": _AMOUNT,
        "closing": _AMOUNT,
        "text": TEXT,
    },
)
TOTAL = RecordType(
    "total",
    {
        "label": TEXT,
        "column": TEXT,
        "table": TEXT,
        "kind": TextType(tuple(TotalKind)),
        "total": _AMOUNT,
        "parts": ListType(_AMOUNT),
        "listing": TextType(tuple(Extent)),
    },
)
ACCOUNT = RecordType(
    "account",
    {
        "name": TEXT,
        "path": TEXT,
        "amounts": ListType(QuantityType(Dimension.MONEY)),
        "cells": ListType(QuantityType(Dimension.MONEY)),
        "listed": TextType(tuple(Listed)),
        "nearest": TEXT,
        "purpose": TEXT,
        "purpose_of": TEXT,
        "reason": TEXT,
        "reason_of": TEXT,
        "text": TEXT,
    },
)
LISTING = RecordType(
    "list",
    {
        "label": TEXT,
        "amount": QuantityType(Dimension.MONEY),
        "items": ListType(TEXT),
        "listing": TextType(tuple(Extent)),
        "text": TEXT,
    },
)
LISTED_UNIT = RecordType(
    "listed unit",
    {
        "name": TEXT,
        "rank": TextType(("head", "unit", "unlisted")),
        "separate": TextType(("yes", "no")),
        "file": TextType(("given", "absent")),
        "text": TEXT,
    },
)
CONTENTS_ENTRY = RecordType(
    "contents entry", {"text": TEXT, "number": TEXT, "heading": TEXT, "heading_number": TEXT}
)
WORDING: dict[str, Type] = {
    "leftovers": ListType(RecordType("leftover", {"kind": TextType(tuple(Leftover)), "text": TEXT})),
    "marks": ListType(RecordType("mark", {"kind": TextType(tuple(Mark)), "text": TEXT})),
    "figures": ListType(
        RecordType("figure", {"form": TextType(tuple(Form)), "amount": _AMOUNT, "text": TEXT})
    ),
    "years": ListType(RecordType("year", {"role": TextType(tuple(YearRole)), "year": NUMBER, "text": TEXT})),
    "bodies": ListType(RecordType("body", {"standing": TextType(tuple(NameStanding)), "text": TEXT})),
    "sentences": ListType(SENTENCE),
    "headings": ListType(HEADING),
    "copies": ListType(RecordType("copy", {"first": TEXT, "text": TEXT})),
}
ROW_WORDS = ("label", "level", "path", "parent", "children", "members", "entry", "group")
"""Attributes of every row; a column cannot have such a name."""

TABLE_WORDS = ("title", "note", "unit", "data", "section", "rows")
"""Attributes of every table; a class of rows cannot have such a name."""

BUILT_IN: dict[str, Type] = {
    "entity": TEXT,
    "fiscal_year": NUMBER,
    "title": TEXT,
    "document": TEXT,
    "document_kind": TextType(("budget", "final_accounts")),
    "published": DATE,
    "prior": RecordType("document", {}),
    "budget_document": RecordType("document", {}),
    "units": ListType(RecordType("document", {})),
    "approved": DATE,
    "sections": ListType(SECTION),
    "tables": ListType(ANY_TABLE),
    "breakdowns": ListType(BREAKDOWN),
    "changes": ListType(CHANGE),
    "shares": ListType(SHARE),
    "completions": ListType(COMPLETION),
    "totals": ListType(TOTAL),
    "accounts": ListType(ACCOUNT),
    "lists": ListType(LISTING),
    "levels": ListType(LEVEL),
    "contents": ListType(CONTENTS_ENTRY),
    "balances": ListType(BALANCE),
    "listed_units": ListType(LISTED_UNIT),
    **WORDING,
}
BESIDE = ("prior", "budget_document", "units")
"""Documents that are looked at with this one: all names of a pack are theirs too."""


def with_documents(names: Names) -> dict[str, Type]:
    """Names with the documents beside this one, whose attributes are all the others."""
    own = RecordType("document", {name: type_ for name, type_ in names.items() if name not in BESIDE})
    return {**names, "prior": own, "budget_document": own, "units": ListType(own)}


FUNCTIONS = ("sum", "count", "min", "max", "first", "one", "abs", "same", "unit", "date")
_DATE_PARTS = dict.fromkeys(("year", "month", "day"), NUMBER)
_DAYS = QuantityType(Dimension.COUNT)


class RuleTypeError(ValueError):
    """What is wrong with an expression, and the offset in its source."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


Names = Mapping[str, Type]


_WHAT = {
    "section": "部分",
    "table": "表",
    "fact": "事实",
    "row": "行",
    "part": "分项",
    "group": "组",
    "heading": "标题",
    "document": "另一份文件",
}


def _word(type_: Type) -> str:
    match type_:
        case QuantityType():
            return "数 / a number"
        case TextType():
            return "文字 / a text"
        case DateType():
            return "日期 / a date"
        case TruthType():
            return "判断 / a condition"
        case ListType():
            return "列表 / a list"
        case RecordType(what=what):
            return f"{_WHAT[what]} / {what}" if what in _WHAT else what
        case ColumnNameType():
            return "列 / a column"
        case BandType():
            return "档次 / a band"
        case AnyType():
            return "?"


def type_of(node: Expression, names: Names) -> Type:
    """The type of an expression; raises RuleTypeError."""
    match node:
        case Constant(amount=amount):
            return QuantityType(amount.unit.dimension)
        case Words():
            return TEXT
        case Name(name=name):
            if name not in names:
                choices = suggestion(name, names)
                words = not name.isascii() and not choices.startswith(
                    "；"
                )  # no name like it: words are meant
                quoted = (
                    f"；要指文字本身，请加引号 / to mean the words, quote them: “{name}”" if words else ""
                )
                raise RuleTypeError(f"没有名称 / unknown name “{name}”{quoted}{choices}", node.start)
            return names[name]
        case Attribute():
            return _attribute(type_of(node.of, names), node)
        case Index():
            return _index(node, names)
        case Call():
            return _call(node, names)
        case Negative(of=of):
            return _quantity(of, names)
        case Arithmetic():
            return _arithmetic(node, names)
        case Comparison():
            _comparison(node, names)
            return TRUTH
        case Both():
            _truth(node.left, names)
            _truth(node.right, names)
            return TRUTH
        case Not(of=of):
            _truth(of, names)
            return TRUTH
        case Test():
            _test(node, names)
            return TRUTH
        case Where():
            of_type = type_of(node.of, names)
            if isinstance(of_type, AnyType):
                return of_type
            if not isinstance(of_type, ListType):
                raise RuleTypeError(
                    f"where 前应为列表 / expected a list before where, found {_word(of_type)}", node.start
                )
            _truth(node.condition, {**names, **attributes_of(of_type.item)})
            return of_type
        case Each(kind=kind):
            if kind not in ("table", "section"):
                raise RuleTypeError(f"each 之后应为 / expected table or section, found “{kind}”", node.start)
            return ListType(ANY_TABLE if kind == "table" else SECTION)
        case Listing(items=items):
            if not items:
                raise RuleTypeError("列表不能为空 / the list must not be empty", node.start)
            types = [type_of(item, names) for item in items]
            for item, type_ in zip(items, types, strict=True):
                if isinstance(type_, QuantityType) and isinstance(types[0], QuantityType):
                    _alike(types[0], type_, item)
                elif type(type_) is not type(types[0]):
                    raise RuleTypeError(
                        f"列表各项应同类 / unlike items in a list: {_word(type_)}", item.start
                    )
            return ListType(types[0])


def attributes_of(type_: Type) -> Mapping[str, Type]:
    """The names that an item offers of itself, in a `where`."""
    return type_.attributes if isinstance(type_, RecordType) else {}


def _lists_of(of: Type) -> str:
    """A clause that names the lists of records that something has, such as the rows of a table."""
    lists = [
        f".{name}"
        for name, type_ in attributes_of(of).items()
        if isinstance(type_, ListType) and isinstance(type_.item, RecordType)
    ]
    return f"；后面应写 / put behind it {'、'.join(lists)}" if lists else ""


def _attribute(of: Type, node: Attribute) -> Type:
    if isinstance(of, AnyType):
        return of
    if isinstance(of, RecordType | DateType):
        attributes = of.attributes if isinstance(of, RecordType) else _DATE_PARTS
        if node.name not in attributes:
            raise RuleTypeError(
                f"{_word(of)} 没有 / has no “{node.name}”{suggestion(node.name, attributes)}",
                node.end - len(node.name),
            )
        return attributes[node.name]
    if isinstance(of, ListType) and isinstance(of.item, RecordType | DateType):
        found = _attribute(of.item, node)
        return found if isinstance(found, ListType) else ListType(found)
    raise RuleTypeError(f"{_word(of)} 没有属性 / has no attributes: “{node.name}”", node.end - len(node.name))


def _index(node: Index, names: Names) -> Type:
    of = type_of(node.of, names)
    index = type_of(node.index, names)
    item = of.item if isinstance(of, ListType) else of
    if isinstance(index, AnyType) or isinstance(item, AnyType):
        return AnyType()
    if not isinstance(index, ColumnNameType) or not isinstance(item, RecordType):
        raise RuleTypeError(
            "[] 里应为 for_each 的列 / expected a column of a for_each in []", node.index.start
        )
    types = []
    for column in index.columns:
        if column not in item.attributes:
            raise RuleTypeError(f"{_word(item)} 没有列 / has no column “{column}”", node.index.start)
        types.append(item.attributes[column])
    alike = types[0] if all(type_ == types[0] for type_ in types) else QuantityType()
    if any(isinstance(type_, TextType) for type_ in types):
        alike = TEXT
    return ListType(alike) if isinstance(of, ListType) else alike


def _quantity(node: Expression, names: Names) -> QuantityType:
    type_ = type_of(node, names)
    if isinstance(type_, AnyType):
        return QuantityType()
    if not isinstance(type_, QuantityType):
        raise RuleTypeError(f"应为数 / expected a number, found {_word(type_)}", node.start)
    return type_


def _truth(node: Expression, names: Names) -> None:
    type_ = type_of(node, names)
    if not isinstance(type_, TruthType | AnyType):
        raise RuleTypeError(f"应为判断 / expected a condition, found {_word(type_)}", node.start)


def _call(node: Call, names: Names) -> Type:
    if node.function not in FUNCTIONS:
        raise RuleTypeError(
            f"没有函数 / unknown function “{node.function}”{suggestion(node.function, FUNCTIONS)}", node.start
        )
    if node.function == "date":
        return _date(node, names)
    if len(node.arguments) != 1 and node.function not in ("min", "max"):
        raise RuleTypeError(f"{node.function} 要一个参数 / takes one argument", node.start)
    if not node.arguments:
        raise RuleTypeError(f"{node.function} 要参数 / takes arguments", node.start)
    if node.function == "abs" or len(node.arguments) > 1:
        types = [_quantity(argument, names) for argument in node.arguments]
        for argument, type_ in zip(node.arguments, types, strict=True):
            _alike(types[0], type_, argument)
        return types[0]
    of = type_of(node.arguments[0], names)
    if isinstance(of, AnyType):
        return of
    if node.function == "unit":
        item = of.item if isinstance(of, ListType) else of
        if not isinstance(item, QuantityType):
            raise RuleTypeError(f"应为数 / expected a number, found {_word(item)}", node.arguments[0].start)
        return ListType(TEXT) if isinstance(of, ListType) else TEXT
    if not isinstance(of, ListType):
        raise RuleTypeError(
            f"{node.function} 的参数应为列表 / expected a list, found {_word(of)}", node.arguments[0].start
        )
    if node.function == "count":
        return NUMBER
    if node.function == "same" and not isinstance(of.item, QuantityType | TextType):
        raise RuleTypeError(
            f"same 的参数应为数或文字的列表 / expected numbers or texts, found a list of {_word(of.item)}",
            node.arguments[0].start,
        )
    if node.function in ("sum", "min", "max") and not isinstance(of.item, QuantityType):
        raise RuleTypeError(
            f"{node.function} 的参数应为数的列表 / expected a list of numbers, found a list of {_word(of.item)}",
            node.arguments[0].start,
        )
    return of.item


def _date(node: Call, names: Names) -> Type:
    if len(node.arguments) != 3:
        raise RuleTypeError("date 要年、月、日三个参数 / takes a year, a month and a day", node.start)
    for argument in node.arguments:
        _alike(NUMBER, _quantity(argument, names), argument)
    return DATE


def _arithmetic(node: Arithmetic, names: Names) -> QuantityType:
    if node.operator == "-" and isinstance(type_of(node.left, names), DateType):
        right_type = type_of(node.right, names)
        if not isinstance(right_type, DateType | AnyType):
            raise RuleTypeError(f"应为日期 / expected a date, found {_word(right_type)}", node.right.start)
        return _DAYS
    left, right = _quantity(node.left, names), _quantity(node.right, names)
    if node.operator in "+-":
        _like(left, right, node)
        return left if left.dimension else right
    plain = (Dimension.NUMBER, Dimension.COUNT)
    if node.operator == "*":
        if left.dimension in plain:
            return right
        if right.dimension in plain or right.dimension is Dimension.PERCENT:
            return left
        return QuantityType()
    if None in (left.dimension, right.dimension):
        return QuantityType()
    same = left.dimension is right.dimension and right.dimension is not Dimension.NUMBER
    if right.dimension in plain and not same:
        return left
    return QuantityType(Dimension.PERCENT)


def _like(left: QuantityType, right: QuantityType, node: Arithmetic | Comparison) -> None:
    """Unlike dimensions do not compare; a bare 0 compares with all."""
    dimensions = {left.dimension, right.dimension}
    if None in dimensions or len(dimensions) == 1:
        return
    if dimensions in _ALIKE:
        return
    if any(isinstance(side, Constant) and side.amount.value == 0 for side in (node.left, node.right)):
        return
    raise RuleTypeError(
        f"单位不同，不能相比 / unlike units: {left.dimension} {node.operator} {right.dimension}", node.start
    )


def _alike(first: QuantityType, other: QuantityType, node: Expression) -> None:
    """The items of a list, the arguments of a function are of one dimension."""
    dimensions = {first.dimension, other.dimension}
    if None not in dimensions and len(dimensions) == 2 and dimensions not in _ALIKE:
        raise RuleTypeError(
            f"单位不同，不能放在一起 / unlike units: {first.dimension}, {other.dimension}", node.start
        )


def _comparison(node: Comparison, names: Names) -> None:
    left = type_of(node.left, names)
    if (
        isinstance(left, TextType)
        and left.choices
        and isinstance(node.right, Name)
        and node.right.name not in names
    ):
        if node.right.name not in left.choices:
            raise RuleTypeError(
                f"“{node.right.name}” 不可用 / is not one of the values{suggestion(node.right.name, left.choices)}",
                node.right.start,
            )
        return
    if isinstance(left, AnyType) and isinstance(node.right, Name) and node.right.name.isascii():
        return  # perhaps one of a few values
    right = type_of(node.right, names)
    if isinstance(left, AnyType) or isinstance(right, AnyType):
        return
    if isinstance(left, QuantityType) and isinstance(right, QuantityType):
        _like(left, right, node)
        return
    if isinstance(left, DateType) and isinstance(right, DateType):
        return
    if node.operator in ("==", "!=") and isinstance(left, TextType) and isinstance(right, TextType):
        return
    raise RuleTypeError(f"不能相比 / cannot compare {_word(left)} {node.operator} {_word(right)}", node.start)


def _test(node: Test, names: Names) -> None:
    of = type_of(node.of, names)
    if isinstance(of, AnyType):
        return
    found = f"，实为 / found {_word(of)}"
    what = of.what if isinstance(of, RecordType) else ""
    if node.test == "present" and what not in ("section", "table", "fact", "entry", "document"):
        raise RuleTypeError(
            f"present 只用于部分、表、事实、目录条目和另一份文件 / is for sections, tables, facts, entries and documents{found}",
            node.start,
        )
    if node.test == "empty" and not (what in ("section", "table") or isinstance(of, ListType)):
        raise RuleTypeError(
            f"empty 只用于部分、表、列表 / is for sections, tables and lists{found}", node.start
        )
    if (
        node.test in ("filled", "consistent")
        and not (isinstance(of, ListType) and isinstance(of.item, QuantityType | TextType))
        and not (
            node.test == "filled" and isinstance(of, ListType) and isinstance(of.item, BandType | DateType)
        )
    ):
        raise RuleTypeError(f"{node.test} 只用于列表 / is for lists{found}", node.start)
    if node.test in _WHOLE_LISTS:
        _test_of_list(of, node)
    if node.test in ("blank", "stated") and not isinstance(of, QuantityType | TextType | BandType | DateType):
        raise RuleTypeError(f"{node.test} 只用于单元格 / is for cells{found}", node.start)
    if node.test in ("words", "starts with", "ends with", "contains", "mentions") and not isinstance(
        of, TextType
    ):
        raise RuleTypeError(f"应为文字 / expected a text{found}", node.start)
    if node.argument is None:
        return
    argument = type_of(node.argument, names)
    if isinstance(argument, AnyType):
        return
    if node.test == "in" and isinstance(argument, ListType):
        _test_in(of, argument.item, node)
    if node.test in _OF_WORDS and not _says_words(argument):
        raise RuleTypeError(f"其后应为文字 / expected words, found {_word(argument)}", node.argument.start)
    if node.test in ("in", "same names as") and not isinstance(argument, ListType):
        raise RuleTypeError(f"其后应为列表 / expected a list, found {_word(argument)}", node.argument.start)
    if node.test == "same names as" and not isinstance(of, ListType):
        raise RuleTypeError(f"其前应为列表 / expected a list{found}", node.start)
    if node.test == "same names as":
        for type_, place in ((of, node.start), (argument, node.argument.start)):
            assert isinstance(type_, ListType)
            if not _has_a_name(type_.item):
                raise RuleTypeError(f"{_word(type_.item)} 没有名称可比 / has no name to compare", place)


_WHOLE_LISTS = {
    "distinct": "文字 / texts",
    "ordered": "部分、表或标题 / sections, tables or headings",
    "gapless": "档次（type: band 的栏）/ bands (columns with type: band)",
}


def _test_of_list(of: Type, node: Test) -> None:
    """`is distinct`, `is ordered` and `is gapless` each ask of a list of their own kind."""
    item = of.item if isinstance(of, ListType) else None
    fits = {
        "distinct": isinstance(item, TextType),
        "ordered": isinstance(item, RecordType) and item.what in ("section", "table", "heading"),
        "gapless": isinstance(item, BandType),
    }
    if not fits[node.test] and not isinstance(item, AnyType):
        wanted = f"{node.test} 只用于列表 / is for a list of: {_WHOLE_LISTS[node.test]}"
        raise RuleTypeError(f"{wanted}，实为 / found {_word(of)}", node.start)


_OF_WORDS = ("words", "starts with", "ends with", "contains", "mentions")


def can_be_said(type_: Type) -> bool:
    """Whether a value of this type can stand in a message."""
    item = type_.item if isinstance(type_, ListType) else type_
    return isinstance(item, TextType | QuantityType | DateType | AnyType)


def _says_words(type_: Type) -> bool:
    item = type_.item if isinstance(type_, ListType) else type_
    return isinstance(item, TextType | QuantityType)


def _has_a_name(type_: Type) -> bool:
    return isinstance(type_, TextType | AnyType) or (
        isinstance(type_, RecordType) and type_.what in ("row", "part")
    )


def _test_in(of: Type, item: Type, node: Test) -> None:
    """A number in a list of like numbers, or a text in a list of texts."""
    assert node.argument is not None
    if isinstance(item, AnyType):
        return
    if isinstance(of, QuantityType) and isinstance(item, QuantityType):
        dimensions = {of.dimension, item.dimension}
        if None not in dimensions and len(dimensions) == 2 and dimensions not in _ALIKE:
            raise RuleTypeError(
                f"单位不同，不能相比 / unlike units: {of.dimension}, {item.dimension}", node.argument.start
            )
        return
    if not (isinstance(of, TextType) and isinstance(item, TextType)):
        raise RuleTypeError(
            f"不能相比 / cannot compare {_word(of)} in a list of {_word(item)}", node.argument.start
        )


def names_for(loop: ForEach, names: Names, columns: Mapping[str, Type]) -> dict[str, Type]:
    """The names inside a for_each; raises RuleTypeError.

    `columns` are the types of all columns: bare names in a list that name no value are columns.
    """
    source = loop.source
    if (
        isinstance(source, Listing)
        and source.items
        and all(isinstance(item, Name) and item.name not in names for item in source.items)
    ):
        chosen = tuple(item.name for item in source.items if isinstance(item, Name))
        for item in source.items:
            assert isinstance(item, Name)
            if item.name not in columns:
                raise RuleTypeError(
                    f"没有列 / unknown column “{item.name}”{suggestion(item.name, columns)}", item.start
                )
        return {**names, loop.name: ColumnNameType(chosen)}
    of = type_of(source, names)
    if isinstance(of, AnyType):
        return {**names, loop.name: of}
    if not isinstance(of, ListType):
        raise RuleTypeError(
            f"for_each 要列表 / expected a list, found {_word(of)}{_lists_of(of)}", source.start
        )
    if loop.by is None:
        return {**names, loop.name: of.item}
    attributes = attributes_of(of.item)
    if loop.by not in attributes:
        raise RuleTypeError(
            f"没有列 / unknown column “{loop.by}”{suggestion(loop.by, attributes)}", loop.by_start
        )
    if not isinstance(attributes[loop.by], TextType | QuantityType):
        raise RuleTypeError(f"不能按此分组 / cannot group by {_word(attributes[loop.by])}", loop.by_start)
    group = RecordType("group", {"key": attributes[loop.by], "rows": of})
    return {**names, loop.name: group}

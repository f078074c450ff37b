"""What is fuzzed: functions of bytes that end, or raise one of REFUSED with a sentence."""

from __future__ import annotations

from collections.abc import Callable

from checker.facts import facts_of
from checker.model.amount import NUMBER, read_amount, read_number
from checker.model.errors import CheckerError
from checker.model.expression import ExpressionError, parse_expression, parse_for_each
from checker.model.pattern import parse_pattern
from checker.model.phrase import HoleType, PhraseError, parse_phrase
from checker.model.text import normalise
from checker.readers import available, read_bytes
from checker.rulebook.load import RuleFile, load_pack
from checker.structure import structured
from tests.fuzz.corpus import FOLDER

REFUSED = (CheckerError, ExpressionError, PhraseError)
_SAMPLE = normalise((FOLDER / "text" / "budget.txt").read_text(encoding="utf-8")).string

available()  # readers are imported when they are asked for, and are to be imported with everything else


def _document(data: bytes) -> None:
    facts_of(structured(read_bytes(data, "submission")))


def _rules(text: str) -> None:
    load_pack(RuleFile("rules.yaml", text), lambda _: None, {})


def _expression(text: str) -> None:
    for parse in (parse_expression, parse_for_each):
        offset = 0
        try:
            parse(text)
        except ExpressionError as error:
            offset = error.offset
        assert 0 <= offset <= len(text)  # it is shown as a column


def _phrase(text: str) -> None:
    phrase = parse_phrase(text)
    list(phrase.find_all(_SAMPLE))
    phrase.nearest(_SAMPLE)


def _pattern(text: str) -> None:
    list(parse_pattern(text, {"share": HoleType.PERCENT}).find_all(_SAMPLE))


def _amount(text: str) -> None:
    number, amount = read_number(text), read_amount(text, NUMBER)
    assert number is None or (amount is not None and amount.value == number)


def _as_text(parse: Callable[[str], None]) -> Callable[[bytes], None]:
    return lambda data: parse(data.decode("utf-8", "ignore"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    **dict.fromkeys(("pdf", "docx", "xlsx", "xls", "ofd", "html", "text"), _document),
    "yaml": _as_text(_rules),
    "expression": _as_text(_expression),
    "phrase": _as_text(_phrase),
    "pattern": _as_text(_pattern),
    "amount": _as_text(_amount),
}


def or_refused(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The target, for which a sentence is an end like another."""

    def tried(data: bytes) -> None:
        said = "nothing"
        try:
            target(data)
        except REFUSED as error:
            said = str(error)
        assert said

    return tried

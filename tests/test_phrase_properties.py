"""Phrases, whatever the sentence: what was put into the holes is what they take, however it is printed."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from checker.model.phrase import PARAGRAPH_END, HoleType, Literal, NearMatch, PhraseMatch, parse_phrase, takes
from checker.model.text import normalise
from tests.printing import numbers

WORDS = (
    "收入预算",
    "财政拨款支出",
    "“三公”经费",
    "因公出国（境）费",
    "较上年增加",
    "占总支出的",
    "主要用于",
    "共有车辆",
)
"""What stands between the holes; none holds another or a number."""
FILLING = st.text(st.sampled_from("其他情况详见附表，与往年相同"), max_size=12)
"""What a gap goes over: no words of a phrase, no number and no end of a paragraph."""
NUMBERS = numbers(digits=7, decimals=3)
UNSIGNED = numbers(digits=4, decimals=1, signed=False)
YEARS = st.integers(1990, 2039).map("{}年".format)
VALUES: dict[HoleType, st.SearchStrategy[str]] = {
    HoleType.MONEY: st.builds(
        "{}{}".format, NUMBERS, st.sampled_from(["元", "万元", "亿元", "百万元", "千元"])
    ),
    HoleType.PERCENT: st.builds("{}{}".format, NUMBERS, st.sampled_from(["%", "个百分点", "百分点"])),
    HoleType.COUNT: st.builds("{}{}".format, UNSIGNED, st.sampled_from(["辆", "台", "人次", "平方米"])),
    HoleType.YEAR: st.builds("{}{}".format, YEARS, st.sampled_from(["", "度"])),
    HoleType.DATE: st.builds("{}{}月{}日".format, YEARS, st.integers(1, 12), st.integers(1, 31)),
    HoleType.CODE: st.integers(201, 2299999).map(str),
    HoleType.TEXT: st.text(st.sampled_from("差旅会议培训费"), min_size=1, max_size=8),
    HoleType.LIST: st.lists(st.sampled_from(["差旅费", "会议费", "培训费"]), min_size=1, max_size=4).map(
        "、".join
    ),
    HoleType.PARTS: st.just("甲5万元；乙6万元"),
}
CLOSED = [kind for kind in HoleType if kind not in (HoleType.TEXT, HoleType.LIST, HoleType.PARTS)]
"""Holes whose values end by themselves; the others end with the clause or at the words behind them."""


class Said(NamedTuple):
    """A phrase, a sentence that it was made for, and what its holes must take there."""

    phrase: str
    sentence: str
    taken: dict[str, str]


@st.composite
def said(draw: st.DrawFn) -> Said:
    """Words, a hole behind each, gaps between them or not."""
    phrase = sentence = ""
    taken = {}
    for at, word in enumerate(draw(st.permutations(WORDS))[: draw(st.integers(1, 4))]):
        if at and draw(st.booleans()):
            phrase += draw(st.sampled_from(["…", " … ", "...", "……"]))
            sentence += draw(FILLING)
        kind = draw(st.sampled_from(list(HoleType)))
        value = draw(VALUES[kind])
        phrase += f"{word}{{h{at}: {kind}}}"
        sentence += word + value
        taken[f"h{at}"] = value
        if kind not in CLOSED:  # their ends: a comma of the phrase, else the sentence's
            phrase += "，即"
            sentence += "，即"
    return Said(phrase, sentence, taken)


def printed(sentence: str, random: Random) -> str:
    """A sentence as it may be printed: full width or half, spaces and line ends in it, other quotes."""
    wide, quotes = random.random() < 0.5, random.random() < 0.5
    characters = []
    for before, character in zip(" " + sentence, sentence, strict=False):
        if not (before.isascii() and character.isascii()) and random.random() < 0.1:  # 1 2 are two numbers
            characters.append(random.choice([" ", "\u3000", "\n", "\u200b"]))
        characters.append(
            chr(ord(character) + 0xFEE0) if wide and character in "0123456789.%-" else character
        )
    return "".join(characters).translate(str.maketrans("“”（）", "「」()") if quotes else {})


def folded(string: str) -> str:
    return normalise(string).string


def takings(phrase: str, text: str) -> list[dict[str, str]]:
    string = folded(text)
    return [
        {capture.hole.name: string[capture.start : capture.end] for capture in match.captures}
        for match in parse_phrase(phrase).find_all(string)
    ]


@given(said(), st.randoms(use_true_random=False))
def test_a_phrase_takes_from_a_sentence_what_was_put_into_it(one: Said, random: Random) -> None:
    sentence = printed(one.sentence, random)
    wanted = {name: folded(value) for name, value in one.taken.items()}
    assert takings(one.phrase, f"{sentence}。") == [wanted]
    assert takings(one.phrase, f"说明如下：{sentence}；其他略。") == [wanted]  # at the beginning of a clause
    assert takings(one.phrase, f"部门的{sentence}。") == []  # and not inside of one
    assert takings(f"…{one.phrase}", f"部门的{sentence}。") == [wanted]  # unless the phrase says so


@given(said(), st.integers(1, 4))
def test_a_sentence_said_again_is_found_again(one: Said, times: int) -> None:
    wanted = {name: folded(value) for name, value in one.taken.items()}
    assert takings(one.phrase, f"{one.sentence}。" * times) == [wanted] * times


@given(said())
def test_a_match_bounds_the_words_of_the_phrase(one: Said) -> None:
    string = folded(f"前言。{one.sentence}。后记。")
    phrase = parse_phrase(one.phrase)
    (match,) = phrase.find_all(string)
    assert string[match.start : match.end] == folded(one.sentence)
    assert phrase.nearest(string) is None


@given(said(), st.data())
def test_without_a_stretch_of_it_no_phrase_matches_and_what_came_before_is_told(
    one: Said, data: st.DataObject
) -> None:
    phrase = parse_phrase(one.phrase)
    missing = data.draw(
        st.sampled_from([t.string for s in phrase.stretches for t in s if isinstance(t, Literal)])
    )
    string = folded(f"{one.sentence}。").replace(missing, "")
    assert list(phrase.find_all(string)) == []
    near = phrase.nearest(string)
    if near is not None:
        assert isinstance(near, NearMatch)
        assert 0 <= near.start <= near.end <= len(string)
        assert missing in near.missing
        assert folded(one.sentence).startswith(string[near.start : near.end])


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *WORDS,
                "…",
                "，",
                "。",
                "\n",
                " ",
                "5",
                "万元",
                "%",
                "2019年",
                "5.00万元",
                "201",
                "、",
                "；",
                "(",
            ]
        ),
        st.text(max_size=2),
    ),
    max_size=25,
).map("".join)
STRETCHES = (
    st.lists(
        st.one_of(
            st.sampled_from([*WORDS[:4], "，", "…"]), st.sampled_from([f"{{: {kind}}}" for kind in HoleType])
        ),
        min_size=1,
        max_size=6,
    )
    .map("".join)
    .filter(lambda source: any(word in source for word in (*WORDS, "，")))
)


@given(STRETCHES, PIECES)
def test_whatever_matches_is_what_the_phrase_says(source: str, text: str) -> None:
    """Each stretch of a match stands there word for word, each hole with a value of its type, in this order."""
    phrase, string = parse_phrase(source), normalise(text).string
    matches = list(phrase.find_all(string))
    assert all(before.end <= after.start for before, after in pairwise(matches))
    for match in matches:
        at = match.start
        captures = iter(match.captures)
        for index, stretch in enumerate(phrase.stretches):
            if index:  # a gap: anything up to where the next stretch stands
                first = stretch[0]
                at = string.index(first.string, at) if isinstance(first, Literal) else _next(match, at)
            for token in stretch:
                if isinstance(token, Literal):
                    assert string.startswith(token.string, at) or index
                    at += len(token.string)
                    continue
                capture = next(captures)
                assert capture.hole == token
                assert match.start <= capture.start < capture.end <= match.end
                assert takes(token.type, string, capture.start, capture.end)
                assert PARAGRAPH_END not in string[capture.start : capture.end]
                at = capture.end
        assert next(captures, None) is None


def _next(match: PhraseMatch, at: int) -> int:
    return next(capture.start for capture in match.captures if capture.start >= at)

"""Files of rules are bounded and lead nowhere: each attempt is told with file, line and column."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.batch.roster import load as load_roster
from checker.model.errors import CheckerError, RuleFileError
from checker.model.limits import Limit, in_force
from checker.report.waivers import load as load_waivers
from checker.rulebook.body_names import load_names
from checker.rulebook.code_lists import load_code_list
from checker.rulebook.library import Library
from checker.rulebook.sidecar import sidecar_beside
from tests import small

_HEAD = """\
pack: test/small
title: 试验
version: "1"
applies: {kind: budget}
basis:
  law: {instrument: 中华人民共和国预算法}
"""
_RULE = """\
defaults: {basis: [law]}
facts:
  a: {in: document, phrase: "收入{x: money}"}
rules:
  T: {title: 试验, assert: a.x == a.x, fix: 核对。, message: MESSAGE,
      examples: [{outcome: pass, given: 略}, {outcome: fail, given: 略}]}
"""


def mistakes(text: str, others: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        small.pack(text, others)
    return [str(one) for one in caught.value.mistakes]


@pytest.mark.parametrize(
    "target",
    ["../secret", "/etc/passwd", "..\\secret", "C:/secret", "file:///etc/passwd", "http://192.0.2.1/a.yaml", "~", "a/../b"],
)  # fmt: skip
def test_extends_names_packs_and_not_paths(target: str, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.yaml").write_text(_HEAD, encoding="utf-8")
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "small.yaml").write_text(f"{_HEAD}extends: ['{target}']\n", encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        Library([tmp_path]).load("test/small")
    told = [str(one) for one in caught.value.mistakes]
    place = f"test/small.yaml:7:{len('extends: [') + 2}: "
    assert [one for one in told if one.startswith(place)], told


def test_packs_that_extend_each_other_are_told() -> None:
    ring = {
        name: _HEAD.replace("test/small", name) + f"extends: [{other}]\n"
        for name, other in ("ab", "bc", "ca")
    }
    assert any("a → b → c → a" in one for one in mistakes(ring["a"], ring))


def test_a_pack_that_is_extended_on_many_ways_is_read_once() -> None:
    ladder = {
        f"p{step}": _HEAD.replace("test/small", f"p{step}")
        + f"extends: [p{step + 1}, p{step + 1}, q{step + 1}]\n"
        for step in range(40)
    }
    ladder |= {name.replace("p", "q"): text.replace("pack: p", "pack: q") for name, text in ladder.items()}
    ladder |= {name: _HEAD.replace("test/small", name) + "rules: {}\n" for name in ("p40", "q40")}
    began = time.monotonic()
    mistakes(ladder["p0"], ladder)  # that there are no rules
    assert time.monotonic() - began < 20, "and not 2 to the power of 40 times"


@pytest.mark.parametrize(
    "message",
    [
        "{a.__class__}",
        "{a.x.__class__.__mro__}",
        "{a.x:>1000000000}",
        "{a.x!r}",
        "{a.x.value.as_tuple}",
        "{__import__('os')}",
        "{self}",
        "{a[x]}",
        "{% for a in b %}",
        "{a.x % 2}",
    ],
)
def test_a_message_reaches_nothing_of_the_program(message: str) -> None:
    quoted = "'" + message.replace("'", "''") + "'"
    told = mistakes(_HEAD + _RULE.replace("MESSAGE", quoted))
    assert all(one.startswith("rules.yaml:") for one in told)
    assert not any("Traceback" in one or "<class" in one for one in told)


def test_words_of_other_template_languages_are_words() -> None:
    words = "$a %s %(a)s <%= a %> 收入"
    made = small.pack(_HEAD + _RULE.replace("MESSAGE", f"'{words}{{a.x}}'"))
    said = "".join(part for part in made.rules[0].message if isinstance(part, str))
    assert said == words


@pytest.mark.parametrize("target", ["../a.csv", "/etc/passwd", "sub/a.csv", "http://192.0.2.1/a.csv", "."])
def test_the_table_of_a_code_list_stands_beside_it(target: str, tmp_path: Path) -> None:
    (tmp_path.parent / "a.csv").write_text("code,name,standing\n1,甲,found\n", encoding="utf-8")
    path = tmp_path / "list.yaml"
    path.write_text(f'list: a\ntitle: 甲\neditions:\n  - {{id: "1", file: "{target}"}}\n', encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        load_code_list(path)
    assert str(caught.value).startswith("list.yaml:4:")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"code,name,standing\n1,\xff\xfe,found\n", "a.csv:2:3: 应为 UTF-8 编码"),
        (b'code,name,standing\n1,"' + b"x" * 200_000 + b'",found\n', "a.csv:2:1: 不是 CSV"),
        (b"code,name,standing\n" + b"1,x,found\n" * 200_001, "a.csv:1:1: 规则文件的字符数达 2,000,"),
        (b"\x00" * 100 + b"\n\x00,\x00\n", "a.csv:2:1: "),
    ],
    ids=["no UTF-8", "a field without end", "too long", "zeros"],
)
def test_a_table_of_codes_that_is_none_is_told(data: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    path = tmp_path / "list.yaml"
    path.write_text('list: a\ntitle: 甲\neditions:\n  - {id: "1", file: a.csv}\n', encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        load_code_list(path)
    assert words in str(caught.value).splitlines()[0]


def _beside(path: Path) -> object:
    path.rename(path.with_name("a.pdf.meta.yaml"))
    return sidecar_beside(path.with_name("a.pdf"))


_LOADERS: dict[str, Callable[[Path], object]] = {
    "sidecar": _beside,
    "waivers": load_waivers,
    "names": load_names,
    "code list": load_code_list,
    "rule file": lambda path: Library([]).load(str(path)),
}
_HOSTILE = {
    "no UTF-8": (b"a: 1\nb: \xff", ":2:4: 应为 UTF-8 编码"),
    "too long": (b"# " + b"x" * 2000, ":1:1: 规则文件的字符数达 2,00"),
    "very long": (b"\xff" * 9000, ":1:1: 规则文件的字符数达 "),
    "aliases": (b"a: &a [1, 2]\nb: [*a, *a]\n", ":2:5: 不支持引用"),
    "deep": (b"a: " + b"[" * 900, ":1:23: 规则文件的嵌套层数达 21"),
    "a tag": (b"!!python/object/apply:os.system [x]", ":1:"),
}


@pytest.mark.parametrize("loader", _LOADERS)
@pytest.mark.parametrize("hostile", _HOSTILE)
def test_what_people_write_beside_the_program_is_bounded(loader: str, hostile: str, tmp_path: Path) -> None:
    data, words = _HOSTILE[hostile]
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    with in_force({Limit.RULE_CHARACTERS: 1000}), pytest.raises(CheckerError) as caught:
        _LOADERS[loader](path)
    assert words in str(caught.value)


def test_a_roster_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("entity\n" + "甲\n" * 1000, encoding="gb18030")
    assert len(load_roster(path)) == 1000
    with in_force({Limit.RULE_CHARACTERS: 1000}), pytest.raises(RuleFileError, match="字符数达 2,007"):
        load_roster(path)

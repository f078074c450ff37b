"""What can be read of a rule file that is not YAML as a whole: its entries, each by itself.

One slip of YAML would hide all that follows it. So the file is cut where its keys begin: an entry that cannot be
parsed is told and left out, and everything else is looked at as if the file had been sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from checker.model.errors import Mistake, RuleFileError
from checker.rulebook.tree import Doubled, Entries, Path, Scalar, read
from checker.rulebook.yaml_words import meaning

_KEY = r"[\"']?([^\s\"':：#\-][^\s\"':：]*)[\"']?\s*[:：]"
_TOP = re.compile(
    r" ?(pack|title|version|applies|extends|defaults|basis|sections|tables|facts|words|aliases|numbers|rules"
    rf"|obligations)\b|{_KEY}"
)
"""Where a key of the file begins; a known one also a step to the right, or without its colon."""
_WORD = re.compile(r"[^\W\d]\w*")
_GROUP = re.compile(
    r"(basis|sections|tables|facts|words|aliases|numbers|rules|obligations):\s*(?:#.*)?", re.ASCII
)
_INNER = frozenset(
    "title assert fix when for_each message severity tolerance from until examples outcome given columns rows in "
    "phrase each regex types heading belongs where".split()
)
"""Keys that stand inside an entry: one that stands where entries begin is indented too little."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What could be read, and what was told of the rest; without a tree nothing could be read.

    `doubled` are keys that stand twice, `lost` the paths of what could not be read, `names` what it may define.
    """

    tree: Entries | None
    mistakes: tuple[Mistake, ...]
    doubled: tuple[Doubled, ...] = ()
    lost: frozenset[Path] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines of a file that begin with a key, counted from 0."""

    key: str
    start: int
    stop: int


def salvaged(text: str, file: str) -> Salvaged:
    """The whole tree, or what of it can be parsed."""
    try:
        tree, doubled = read(text, file)
    except RuleFileError as error:
        return _without_broken(text.splitlines(), file, error.mistakes)
    return Salvaged(tree, (), doubled)


def _without_broken(lines: Sequence[str], file: str, whole: tuple[Mistake, ...]) -> Salvaged:
    left = list(lines)
    mistakes: list[Mistake] = []
    lost: set[Path] = set()
    names: set[str] = set()
    for block in _pieces(lines, 0, len(lines), _TOP):
        told = _told(lines[block.start : block.stop], block.start, file)
        if not told:
            continue
        entries = _entries(block, lines)
        heading = lines[block.start]
        each = [(one, _told((heading, *lines[one.start : one.stop]), one.start - 1, file)) for one in entries]
        broken = [(one, found) for one, found in each if found]
        if not broken:
            broken, entries = [(block, told)], ()
        for piece, found in broken:
            unseen = f"；“{piece.key}”里其余的写法没有检查 / the rest of “{piece.key}” was not looked at"
            mistakes += (replace(one, message=one.message + unseen) for one in found)
            if entries:
                lost.add((block.key, piece.key))
                names.update(_names(block, piece, lines))
            left[piece.start : piece.stop] = [""] * (piece.stop - piece.start)
        if len(broken) >= len(entries):
            lost.add((block.key,))
            left[block.start] = ""
    try:
        tree, doubled = read("\n".join(left), file) if lost else (None, ())
    except RuleFileError:
        tree, doubled = None, ()
    if tree is None:
        unseen = "；改正之前，文件的其余写法没有检查 / nothing else of the file was looked at"
        return Salvaged(None, tuple(replace(one, message=one.message + unseen) for one in whole))
    return Salvaged(tree, tuple(mistakes), doubled, frozenset(lost), frozenset(names))


def _pieces(lines: Sequence[str], start: int, stop: int, key: re.Pattern[str]) -> tuple[_Piece, ...]:
    """The stretches of lines that begin with a key."""
    found = [(at, match) for at in range(start, stop) if (match := key.match(lines[at]))]
    named = ((at, next(name for name in match.groups() if name)) for at, match in found)
    begins = [(at, name) for at, name in named if key is _TOP or name not in _INNER]
    ends = [*(at for at, _ in begins), stop][1:]
    return tuple(_Piece(name, at, end) for (at, name), end in zip(begins, ends, strict=True))


def _entries(block: _Piece, lines: Sequence[str]) -> tuple[_Piece, ...]:
    """The entries of a group; none where they cannot be told apart."""
    if not _GROUP.fullmatch(lines[block.start]):
        return ()
    inside = range(block.start + 1, block.stop)
    first = next((at for at in inside if lines[at].split("#")[0].strip()), None)
    indent = len(lines[first]) - len(lines[first].lstrip(" ")) if first is not None else 0
    key = re.compile(f" {{{indent}}}{_KEY}")
    pieces = _pieces(lines, block.start + 1, block.stop, key) if indent else ()
    return pieces if pieces and pieces[0].start == first else ()


def _names(block: _Piece, piece: _Piece, lines: Sequence[str]) -> Iterable[str]:
    """What an entry that cannot be read may define: its own name, that of a column, of a class of rows."""
    if block.key == "rules":
        return (piece.key,)
    return (word for line in lines[piece.start : piece.stop] for word in _WORD.findall(line))


def _told(lines: Sequence[str], above: int, file: str) -> tuple[Mistake, ...]:
    """What is wrong with the YAML of a piece, parsed by itself; `above` is the number of lines above it."""
    text = "\n".join(lines)
    if lines[0].startswith(" "):
        message = "缩进不齐：这个键应当顶格写 / must stand at the beginning of the line"
        return (Mistake(file, above + 1, 2, message),)
    try:
        tree, _ = read(text, file, above)
    except RuleFileError as error:
        return error.mistakes
    entry = next(iter(tree.entries.values()))
    if isinstance(entry.value, Scalar) and _GROUP.fullmatch(lines[0]):
        line, column, hint = meaning("", text, entry.value.line - above, entry.value.column)
        return (Mistake(file, line + above, column, f"应为“键: 值” / expected a key and a value{hint}"),)
    return ()

"""What a YAML error most likely means, in words for someone who has never seen YAML."""

from __future__ import annotations

_MEANT = (
    (r"'\t'", "缩进要用空格，不能用 Tab 键 / indent with spaces, not with tabs"),
    (
        "expected <block end>",
        "这一行的缩进与上面同级的各行不齐 / the line is not indented like those of its level above",
    ),
    (
        "mapping values are not allowed",
        "这里不应再有“键: 值”：缩进不齐，或者文字里有“: ”而没有加引号 / no “key: value” can stand here: "
        "the indentation is off, or a text that holds “: ” needs quotes",
    ),
    (
        "could not find expected ':'",
        "这一行应为“键: 值”，用半角冒号，后面空一格 / expected “key: value” with an ASCII colon and a space",
    ),
    ("expected ',' or ']'", "方括号没有写完，或少了逗号 / the bracket is not closed, or a comma is missing"),
    ("expected ',' or '}'", "花括号没有写完，或少了逗号 / the brace is not closed, or a comma is missing"),
    ("unexpected end of stream", "引号没有写完 / the quotation mark is not closed"),
    ("another document", "一个文件只能有一个规则包，去掉 --- / one file is one pack: take out ---"),
)


def meaning(problem: str, text: str, line: int) -> str:
    """A hint for what a parser says of a line (1-based); empty if none is known."""
    said = next((words for part, words in _MEANT if part in problem), "")
    opened = _left_open(text.splitlines()[:line])
    if opened:
        said = f"第 {opened} 行的引号没有写完 / the quotation mark on line {opened} is not closed"
    return f"；{said}" if said else ""


def _left_open(lines: list[str]) -> int:
    """The last line near the error with an odd number of quotation marks, outside of comments; else 0."""
    for number in range(len(lines), max(len(lines) - 3, 0), -1):
        line = lines[number - 1]
        if not line.lstrip().startswith("#") and line.count('"') % 2:
            return number
    return 0

"""What a YAML error most likely means, in words for someone who has never seen YAML."""

from __future__ import annotations

import re

BEGUN_ABOVE = ("could not find expected ':'", "unexpected end of stream", "<stream end>")
"""Problems that are told where the text ends, though the slip is where it begins."""

_BY_HAND = (
    (
        re.compile(r" *(\u3000)"),
        "缩进用了全角空格，应为半角空格 / a full-width space indents here: use plain spaces",
    ),
    (
        re.compile(r"\s*(?:- )?[\w/]+(：)"),
        "冒号是全角的“：”，应为半角“:”，后面空一格 / a full-width colon: write “:” and a space",
    ),
    (
        re.compile(r"\s*(?:- )?[^\W\d]\w*(:)(?=[^\s/])"),
        "冒号后面应空一格 / a space is missing behind the colon",
    ),
    (
        re.compile(r".*\{[^\"']*?(，)\s*\w+\s*[:：]"),
        "逗号是全角的“，”，花括号里各项之间应为半角“,” / a full-width comma: write “,” between the items of a brace",
    ),
    (
        re.compile(r".*?[:：,\[{]\s*([“‘])"),
        "引号是中文的“ ”，值应当用半角引号括起来 / Chinese quotes: put the value in plain quotation marks",
    ),
    (
        re.compile(r".*?\bphrase:\s*([^\"'\s\[])"),
        "短语要用半角引号括起来 / a phrase needs quotation marks around it",
    ),
    (
        re.compile(r"\s*(?:- )?[^\s:]+:\s+(\[[^\]]*\]|\{[^}]*\}|\"[^\"]*\"|'[^']*')\s*[^\s,#\]}]"),
        "值以括号或引号开头，后面还有字：整个值要用半角引号括起来，里面有双引号的用单引号 / the value goes on behind "
        "its bracket or quotation mark: put quotation marks around all of it, single ones if it holds double ones",
    ),
)
"""What is written by hand as in a letter, with the place of it as a group."""

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
    (
        "unknown escape character",
        "双引号里的反斜杠要写两个，或者改用单引号 / write two backslashes in double quotation marks, or use single ones",
    ),
    (
        "expected alphabetic or numeric",
        "以 & 或 * 开头的值要用引号括起来；不支持引用 / put a value that begins with & or * in quotation marks",
    ),
    (
        "cannot start any token",
        "以这个符号开头的值要用引号括起来 / put a value that begins with this sign in quotation marks",
    ),
    ("unexpected end of stream", "引号没有写完 / the quotation mark is not closed"),
    ("another document", "一个文件只能有一个规则包，去掉 --- / one file is one pack: take out ---"),
)


def meaning(problem: str, text: str, line: int, column: int, above: int = 0) -> tuple[int, int, str]:
    """Where the slip most likely is, and a hint for what a parser says of it; empty if none is known.

    `above` is the number of lines of the file above the text.
    """
    lines = text.splitlines()
    said = next((words for part, words in _MEANT if part in problem), "")
    opened = _left_open(lines[:line])
    if opened:
        number = opened + above
        said = f"第 {number} 行的引号没有写完 / the quotation mark on line {number} is not closed"
    elif "'\\t'" not in problem:
        # a line without a colon of YAML's own goes on into the next, where the parser stops
        begins = "mapping values" in problem and re.fullmatch(r"\s*\w+", lines[line - 1][: column - 1])
        for number in (line, line - 1) if begins and line > 1 else (line,):
            for slip, words in _BY_HAND:
                match = slip.match(lines[number - 1]) if number <= len(lines) else None
                if match:
                    return number, match.start(1) + 1, f"；{words}"
    return line, column, f"；{said}" if said else ""


def _left_open(lines: list[str]) -> int:
    """The last line near the error with an odd number of quotation marks, outside of comments; else 0."""
    for number in range(len(lines), max(len(lines) - 3, 0), -1):
        line = lines[number - 1]
        if not line.lstrip().startswith("#") and line.count('"') % 2:
            return number
    return 0

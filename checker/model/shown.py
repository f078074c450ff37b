"""Words of a document, or a file's name, on a terminal."""

from __future__ import annotations


def shown(line: str) -> str:
    """Control and bidirectional characters of a document are shown, not obeyed."""
    return "".join(
        character
        if character.isprintable()
        and not "\u202a" <= character <= "\u202e"
        and not "\u2066" <= character <= "\u2069"
        else f"\\u{ord(character):04x}"
        for character in line
    )

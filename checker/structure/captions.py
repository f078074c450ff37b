"""The lines around a table that belong to it: its title, its unit, what leads to it, notes."""

from __future__ import annotations

from collections.abc import Sequence

from checker.model.text import Text
from checker.structure import lines
from checker.structure.numbering import numbering
from checker.structure.paragraphs import Passage
from checker.structure.tables import Draft

_MOST_CAPTIONS = 5


def noted(entries: Sequence[Passage | Draft]) -> Draft | None:
    """The table that a note at the end of what was read speaks of; one line may announce the note."""
    for at, entry in enumerate(reversed(entries[-2:])):
        if isinstance(entry, Draft):
            return entry
        if at or not entry.string.rstrip().endswith(("：", ":")):
            break
    return None


def lift_pointer(entries: list[Passage | Draft], fixed: int) -> None:
    """Put the words that lead to a table (具体见下表：) above its title, which they would part from it."""
    pointer = None
    for at in range(len(entries) - 1, max(fixed, len(entries) - _MOST_CAPTIONS) - 1, -1):
        entry = entries[at]
        if not isinstance(entry, Passage):
            return
        if pointer is None and lines.points_to_table(entry.string):
            pointer = at
        elif not lines.is_caption_detail(entry.string):
            number = numbering(entry.string)
            if pointer is not None and lines.is_table_title(number.rest if number else entry.string):
                entries.insert(at, entries.pop(pointer))
            return


def take(entries: list[Passage | Draft], fixed: int, titled: bool) -> list[Text]:
    """Take the caption lines off the end of what was read so far, but for the first `fixed` entries.

    Above a grid that is `titled` inside stand only details. A numbered heading that is the title of the table
    is among them, and stays a heading.
    """
    taken: list[Passage] = []
    heading: list[Text] = []
    while len(entries) > fixed and len(taken) < _MOST_CAPTIONS:
        last = entries[-1]
        if not isinstance(last, Passage) or not lines.may_stand_above(last.string):
            break
        number = numbering(last.string)
        if number is not None and lines.is_table_title(number.rest):
            heading = [last.text]
            break
        if number is not None and lines.unit_in_caption(last.string) is None:
            break
        entries.pop()
        taken.insert(0, last)
    titles = [at for at, item in enumerate(taken) if not lines.is_caption_detail(item.string)]
    notes = [at for at, item in enumerate(taken) if lines.is_note(item.string)]
    # what stands before the title and is no detail of it is a heading or a paragraph of its own
    above = titles if titled else titles[:-1]
    before = above[-1] + 1 if above else 0
    if not heading or titles:  # a note stands between the title and the table
        title = len(taken) if titled or not titles else titles[-1]
        before = max([before, *(at + 1 for at in notes if at < title)])
    entries.extend(taken[:before])
    return [*([] if titles or titled else heading), *(item.text for item in taken[before:])]

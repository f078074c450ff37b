"""The submission itself with highlights and notes at the places of the findings, for any PDF reader.

What its pages show is copied and nothing else: no script, action, attachment or form (`pages.py`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from pypdf import PdfWriter

from checker.layout.frame import Frame
from checker.model.errors import SubmissionError
from checker.model.outcome import Evidence
from checker.model.text import Box
from checker.report import Finding, Report
from checker.report.headlines import headline
from checker.report.words import Words
from checker.writers.pdf.marks import mark, note
from checker.writers.pdf.notes import main_note, summary_note
from checker.writers.pdf.pages import DAMAGE, clean_copy

SUFFIX = "pdf"

_MOST = 40  # places of a finding that are marked; of more the note says how many
_CORNER: Box = (8.0, 8.0, 26.0, 26.0)


def write(report: Report, words: Words) -> bytes:
    """The annotated PDF; the same report gives the same bytes. Raises SubmissionError for other formats."""
    name = report.facts.document.name
    original = report.originals.get(name)
    if original is None or report.facts.document.media_type != "application/pdf":
        raise SubmissionError(
            f"{name}: 只有 PDF 能批注（--format pdf），其他格式请用 html 或 docx / "
            "only a PDF can be annotated; take html or docx for other formats"
        )
    stream = io.BytesIO()
    try:
        target, frames = clean_copy(original.data())
    except DAMAGE as error:
        raise _refused(name, error) from None
    _annotate(target, frames, report, words)
    try:
        target.write(stream)  # which is when pypdf looks into some of what it copied
    except DAMAGE as error:
        raise _refused(name, error) from None
    return stream.getvalue()


def _refused(name: str, error: Exception) -> SubmissionError:
    return SubmissionError(f"{name}: 这份 PDF 的结构有误，不能批注 / this PDF cannot be annotated: {error}")


def _annotate(target: PdfWriter, frames: tuple[Frame, ...], report: Report, words: Words) -> None:
    placed: set[str] = set()
    for number, finding in enumerate(report.findings, start=1):
        places = list(_places(finding, report.facts.document.name, len(frames)))
        said = main_note(number, finding, len(places) - _MOST, words)
        first = {page: at for at, (_, page, _) in reversed(list(enumerate(places)))}
        for at, (item, page, box) in enumerate(places[:_MOST]):
            text = (
                said
                if at == 0
                else words.filled("pdf", "other", number=number, role=words("role", item.role))
            )
            shown = str(number) if first[page] == at else ""  # once on each page
            mark(target, page, frames[page], box, finding, text, f"{finding.fingerprint}-{at}", shown)
        if places:
            placed.add(finding.fingerprint)
            title = f"{number}. {headline(finding, words)}"
            target.add_outline_item(title=title, page_number=places[0][1])
    note(target, 0, frames[0], _CORNER, summary_note(report, placed, words))


def _places(finding: Finding, file: str, pages: int) -> Iterator[tuple[Evidence, int, Box]]:
    """The places of a finding that can be marked, each once; pages count from 0."""
    seen: set[tuple[int, Box]] = set()
    for item in finding.evidence:
        place = item.place
        if place.page is None or place.box is None or place.page > pages or place.file != file:
            continue
        if (place.page, place.box) not in seen:
            seen.add((place.page, place.box))
            yield item, place.page - 1, place.box

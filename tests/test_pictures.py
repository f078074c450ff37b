"""Pictures of the places of findings: cut from the right page, the right place boxed in red."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from checker.checking import report_on
from checker.model.errors import SubmissionError
from checker.report import pictures
from checker.report.original import Original
from checker.report.pictures import pictures_of
from checker.report.words import words
from checker.rulebook.library import Library
from checker.writers import html, xlsx
from checker.writers.json import write as json_write

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "sample-budget-2019.pdf"
RED = (214, 32, 32)


def test_the_box_stands_around_the_first_place_of_the_finding() -> None:
    report = report_on(SAMPLE, Library())
    made = pictures_of(report)
    with pypdfium2.PdfDocument(SAMPLE) as pdf:
        widths = [page.get_width() for page in pdf]
    assert set(made) == {finding.fingerprint for finding in report.findings}
    for finding in report.findings:
        picture, place = made[finding.fingerprint][0], finding.evidence[0].place
        assert picture.place.page == place.page is not None
        assert place.box is not None
        image = Image.open(io.BytesIO(picture.png)).convert("RGB")
        assert image.size == (picture.width, picture.height)
        red = {x for x in range(image.width) for y in range(image.height) if image.getpixel((x, y)) == RED}
        scale = picture.width / widths[place.page - 1]
        assert min(abs(x - (place.box[0] - 1.5) * scale) for x in red) < 3
        assert min(abs(x - (place.box[2] + 1.5) * scale) for x in red) < 3


def test_the_page_holds_its_pictures_and_stays_small() -> None:
    report = report_on(SAMPLE, Library())
    page = html.write(report, words("zh"))
    found = re.findall(rb'<img src="data:image/png;base64,([^"]+)"', page)
    assert len(found) == sum(map(len, pictures_of(report).values()))
    assert all(b64decode(one).startswith(b"\x89PNG") for one in found)
    assert sum(map(len, found)) < 120_000
    assert len(page) < 1_000_000  # the document redrawn and the rules in plain words among it
    assert page == html.write(report, words("zh"))


def test_the_page_and_the_workbook_draw_them_once(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_on(SAMPLE, Library())
    asked: list[Path] = []
    data = Original.data

    def told(self: Original) -> bytes:
        asked.append(self.path)
        return data(self)

    pictures._cut_out.cache_clear()
    monkeypatch.setattr(Original, "data", told)
    html.write(report, words("zh"))
    xlsx.write(report, words("zh"))
    assert asked == [SAMPLE]


def test_a_text_has_no_pictures() -> None:
    assert pictures_of(report_on(SAMPLE.with_suffix(".txt"), Library())) == {}


def test_a_file_that_changed_while_it_was_checked_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(SAMPLE.read_bytes())
    report = report_on(path, Library())
    path.write_bytes(SAMPLE.read_bytes() + b"\n")
    with pytest.raises(SubmissionError, match="检查期间文件变了"):
        pictures_of(report)
    assert json_write(report, words("zh"))  # what was read is still told

"""Traps in pages: sentences over pages, turned and cropped pages, locked and damaged files, pages of pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fpdf.enums import EncryptionMethod
from PIL import Image, ImageDraw

from tests.traps.draw import LEFT, Cells, Pages, edited
from tests.traps.tables import SPENDING, WIDE, codes, titled

UPRIGHT = {  # by /Rotate: the matrix with which a page of 595 by 842 points is drawn so that it shows upright
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, 842, 0),
    180: (-1, 0, 0, -1, 595, 842),
    270: (0, -1, 1, 0, 595 - 842, 842),
}


def with_entries(data: bytes, entries: Sequence[bytes]) -> bytes:
    """The file with further entries in the dictionaries of its pages, in their order."""
    first, *pages = data.split(b"/Type /Page\n")
    assert len(pages) == len(entries)
    joined = zip(entries, pages, strict=True)
    return edited(first + b"".join(b"/Type /Page\n" + entry + b"\n" + page for entry, page in joined))


def sentences_over_lines_and_pages() -> bytes:
    pdf = Pages()
    pdf.middle(80, "云溪事务协调办公室2025年部门预算", 18)
    pdf.words(LEFT, 760, "一、收入预算情况", 12)
    pdf.prose(784, ["2025年收入预算1,234.56万元，其中：财政拨款收入1,200.00万元，其他收"])
    pdf.middle(820, "- 1 -", 9)
    pdf.add_page()
    pdf.prose(
        80,
        ["入34.56万元。比上年增加100.00万元，增长8.81%，主要原因是人员增加和基本工资标", "准调整。"],
        indent=0,
    )
    pdf.words(LEFT, 130, "二、支出预算情况", 12)
    pdf.prose(154, ["支出预算1,234.56万元，其中：基本支出1,000.00万元，项目支出234.5", "6万元。"])
    pdf.words(LEFT, 220, "三、其他说明", 12)
    pdf.words(LEFT + 21, 244, "办公用房1,234.56平方米，车辆 3 辆。", 10.5, 5)
    pdf.middle(820, "- 2 -", 9)
    return pdf.made()


def _upside(pdf: Pages, number: int) -> None:
    rows: Cells = [SPENDING[0], (f"20{number}", "教育支出", f"{number}00", f"{number}0", "5")]
    pdf.ruled(LEFT, titled(pdf, 90, f"第{number}表"), WIDE, rows)


def turned_pages() -> bytes:
    """Pages that are turned by /Rotate and drawn so that they show upright."""
    pdf = Pages()
    for number, matrix in enumerate(UPRIGHT.values(), start=1):
        if number > 1:
            pdf.add_page()
        with pdf.moved(*matrix):
            _upside(pdf, number)
    return with_entries(pdf.made(), [b"/Rotate %d" % turn for turn in UPRIGHT])


def sideways_tables() -> bytes:
    """Upright pages whose table is drawn sideways, to the left and to the right; one upside down by /Rotate."""
    pdf = Pages()
    for number, turn in enumerate((90, 270, 0, 90), start=1):
        if number > 1:
            pdf.add_page()
        with pdf.moved(*UPRIGHT[turn]):
            _upside(pdf, number)
    return with_entries(pdf.made(), [b"", b"", b"/Rotate 180", b"/Rotate 270"])


def landscape_pages() -> bytes:
    """Sentences on upright pages, the wide table on a page on its side."""
    pdf = Pages()
    pdf.words(LEFT, 80, "一、收入预算情况", 12)
    pdf.prose(104, ["收入预算1200000元。"])
    pdf.add_page(format=(842, 595))
    pdf.middle(80, "2025年部门支出预算表")
    pdf.ending(780, 104, "单位：元")
    pdf.ruled(LEFT, 112, (120, 240, 120, 120, 120), SPENDING)
    pdf.add_page(format=(595, 842))
    pdf.words(LEFT, 80, "二、其他说明", 12)
    return pdf.made()


def cropped_pages() -> bytes:
    """What lies outside the visible box is not seen: a smaller box, one of all pages, another origin."""
    pdf = Pages()
    for number in (1, 2, 3):
        if number > 1:
            pdf.add_page()
        with pdf.moved(1, 0, 0, 1, *((100, 200) if number == 3 else (0, 0))):
            pdf.words(LEFT, 30, "裁切线以外的文字")
            _upside(pdf, number)
            pdf.ruled(LEFT, 800, WIDE, [("裁", "切", "线", "以", "外")])
    made = with_entries(
        pdf.made(),
        [b"/CropBox [40 300 555 802]", b"", b"/MediaBox [100 200 695 1042]\n/CropBox [140 300 655 1002]"],
    )
    whole = b"/MediaBox [0 0 595.00 842.00]"  # the root's, which its pages inherit
    return edited(made, (whole, whole + b"\n/CropBox [40 100 555 802]"))


def _plain(size: int = 1) -> Pages:
    pdf = Pages()
    for number in range(1, size + 1):
        if number > 1:
            pdf.add_page()
        pdf.words(LEFT, 60, f"{'一二三'[number - 1]}、第{number}部分情况", 12)
        _upside(pdf, number)
    return pdf


def encrypted() -> bytes:
    """It opens without a password; only changing it needs one."""
    pdf = _plain()
    pdf.set_encryption(owner_password="owner", encryption_method=EncryptionMethod.RC4)
    return pdf.made()


def locked() -> bytes:
    pdf = _plain()
    pdf.set_encryption("owner", "user", EncryptionMethod.RC4)
    return pdf.made()


def with_aes() -> dict[str, bytes]:
    """The ciphers of today's writers. They need `cryptography` and never give the same bytes twice."""
    made: dict[str, bytes] = {}
    for name, method, password in (
        ("encrypted-aes-128", EncryptionMethod.AES_128, ""),
        ("encrypted-aes-256", EncryptionMethod.AES_256, ""),
        ("locked-aes-256", EncryptionMethod.AES_256, "user"),
    ):
        pdf = _plain()
        pdf.set_encryption("owner", password, method)
        made[name] = pdf.made()
    return made


def false_offsets() -> bytes:
    """The table of objects points elsewhere, as after a transfer that changed line ends."""
    made = _plain(3).made()
    body, table = made[: made.rindex(b"xref\n0 ")], made[made.rindex(b"xref\n0 ") :]
    return body + table.replace(b"0000000", b"0000123")


def truncated() -> bytes:
    """The last third of the file is missing: with it the letters and what they mean."""
    made = _plain(3).made()
    return made[: 2 * len(made) // 3]


def a_page_is_missing() -> bytes:
    """The second of three pages is listed, but no such object is there."""
    made = _plain(3).made()
    first, second, third = (at for at in _page_objects(made))
    start, end = second
    assert first < second < third
    return edited(made[:start] + made[end:])


def a_damaged_page() -> bytes:
    """The content of the second of three pages does not unpack."""
    made = _plain(3).made()
    start = [
        match.end() for match in re.finditer(rb"stream\n", made) if made[match.start() - 3 :][:3] != b"end"
    ][1]
    return made[: start + 40] + bytes(60) + made[start + 100 :]


def _page_objects(data: bytes) -> list[tuple[int, int]]:
    """Where the objects of the pages stand."""
    found = []
    at = data.find(b"/Type /Page\n")
    while at >= 0:
        start = data.rindex(b" 0 obj", 0, at)
        found.append((data.rindex(b"\n", 0, start) + 1, data.index(b"endobj", at) + len(b"endobj\n")))
        at = data.find(b"/Type /Page\n", at + 1)
    return found


def scan(words: str) -> Image.Image:
    """A page as a scanner sees it, in black and white."""
    image = Image.new("1", (595, 842), 1)
    pen = ImageDraw.Draw(image)
    for at in range(5):
        pen.line((60, 120 + 20 * at, 535, 120 + 20 * at))
    pen.text((60, 90), words)
    return image


def scanned() -> bytes:
    """Pictures of pages and no letter."""
    pdf = Pages()
    for number in (1, 2):
        if number > 1:
            pdf.add_page()
        pdf.image(scan(f"PAGE {number}"), 0, 0, 595, 842)
    return pdf.made()


def one_page_scanned() -> bytes:
    pdf = Pages()
    pdf.middle(80, "云溪事务协调办公室2025年部门预算", 18)
    pdf.words(LEFT, 120, "一、收入预算情况", 12)
    pdf.prose(144, ["收入预算1200000元。"])
    pdf.ruled(LEFT, titled(pdf, 180, "2025年部门支出预算表"), WIDE, SPENDING)
    pdf.add_page()
    pdf.image(scan("TABLE"), 0, 0, 595, 842)
    pdf.add_page()
    pdf.words(LEFT, 80, "二、支出预算情况", 12)
    pdf.prose(104, ["支出预算1200000元。"])
    pdf.ruled(LEFT, titled(pdf, 140, "2025年部门收入预算表"), WIDE, SPENDING[:3])
    return pdf.made()


def table_over_a_scanned_page() -> bytes:
    """Three pages of a table, the second of which is a picture."""
    pdf = Pages()
    y = titled(pdf, 90, "2025年部门支出预算表")
    pdf.ruled(LEFT, y, WIDE, [SPENDING[0], *codes(1, 31)])
    pdf.add_page()
    pdf.image(scan("TABLE"), 0, 0, 595, 842)
    pdf.add_page()
    pdf.ruled(LEFT, 60, WIDE, [*codes(71, 79), ("合计", "", "308100", "184860", "123240")])
    return pdf.made()


def invisible_text() -> bytes:
    """A scan with the letters that a recogniser found, drawn invisibly over it."""
    pdf = Pages()
    pdf.image(scan("PAGE"), 0, 0, 595, 842)
    pdf._out("3 Tr")
    pdf.words(LEFT, 100, "收入预算1200000元。", 12)
    return pdf.made()


def traps() -> dict[str, bytes]:
    """The files by name."""
    made = (
        sentences_over_lines_and_pages, turned_pages, sideways_tables, landscape_pages, cropped_pages, encrypted,
        locked, false_offsets, truncated, a_page_is_missing, a_damaged_page, scanned, one_page_scanned, table_over_a_scanned_page, invisible_text,
    )  # fmt: skip
    return {make.__name__.replace("_", "-"): make() for make in made}

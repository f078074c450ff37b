"""Traps in how offices decorate a page: other kinds of rules, shading, running heads, watermarks, notes, fonts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fpdf import FPDF
from PIL import Image

from tests.traps.draw import LEFT, RIGHT, Edge, Pages, edited, strokes
from tests.traps.tables import SPENDING, WIDE, codes, spending, titled


def double_rules(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """Two thin strokes for each edge, 1.5 points apart."""
    for x0, y0, x1, y1 in edges:
        across, down = (0.0, 0.75) if y0 == y1 else (0.75, 0.0)
        pdf.line(x0 - across, y0 - down, x1 - across, y1 - down)
        pdf.line(x0 + across, y0 + down, x1 + across, y1 + down)


def dotted_rules(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """A row of filled squares for each edge, as Word draws a dotted border."""
    pdf.set_fill_color(0)
    for x0, y0, x1, y1 in edges:
        length = max(x1 - x0, y1 - y0)
        for at in range(0, int(length), 2):
            share = at / length
            pdf.rect(x0 + share * (x1 - x0) - 0.25, y0 + share * (y1 - y0) - 0.25, 0.5, 0.5, style="F")


def dashed_rules(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """Short strokes with gaps, each drawn by itself."""
    for x0, y0, x1, y1 in edges:
        length = max(x1 - x0, y1 - y0)
        for at in range(0, int(length), 4):
            low, high = at / length, min(at + 2.5, length) / length
            pdf.line(*(a + s * (b - a) for s in (low, high) for a, b in ((x0, x1), (y0, y1))))


def picture_rules(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """A picture of one dark point, drawn as wide and high as each edge."""
    point = Image.new("L", (1, 1), 60)
    for x0, y0, x1, y1 in edges:
        pdf.image(point, x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5)


def pale_rules(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """White lines between shaded cells."""
    xs, ys = [edge[0] for edge in edges], [edge[1] for edge in edges]
    right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
    pdf.set_fill_color(220, 230, 241)
    pdf.rect(min(xs), min(ys), right - min(xs), bottom - min(ys), style="F")
    pdf.set_draw_color(255)
    strokes(pdf, edges)
    pdf.set_draw_color(0)


def shaded_headers() -> bytes:
    """Boxes of colour behind the header's cells and behind every other row, a little smaller than the cells."""
    pdf = Pages()
    y = titled(pdf, 90, "2025年部门支出预算表")
    pdf.set_fill_color(217, 217, 217)
    x = LEFT
    for width in WIDE:
        pdf.rect(x + 0.7, y + 0.7, width - 1.4, 16.6, style="F")
        x += width
    for row in (2, 4):
        pdf.rect(LEFT, y + 18 * row, sum(WIDE), 18, style="F")
    pdf.ruled(LEFT, y, WIDE, SPENDING)
    return pdf.made()


def cells_of_colour(pdf: FPDF, edges: Sequence[Edge]) -> None:
    """White boxes on a dark one, as browsers print cells with gaps between them; no line at all."""
    xs = sorted({x for x0, _, x1, _ in edges for x in (x0, x1)})
    ys = sorted({y for _, y0, _, y1 in edges for y in (y0, y1)})
    pdf.set_fill_color(90)
    pdf.rect(xs[0], ys[0], xs[-1] - xs[0], ys[-1] - ys[0], style="F")
    pdf.set_fill_color(255)
    for left, right in pairwise(xs):
        for top, bottom in pairwise(ys):
            pdf.rect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1, style="F")


def highlighted_words() -> bytes:
    """Words marked with a pen of colour, in cells and in two lines of a sentence."""
    pdf = Pages()
    y = titled(pdf, 90, "2025年部门支出预算表")
    pdf.set_fill_color(255, 255, 0)
    for row in (1, 2, 3):
        pdf.rect(LEFT + WIDE[0] + 3, y + 18 * row + 2.5, 70, 14, style="F")
        pdf.rect(LEFT + WIDE[0] + WIDE[1] + 40, y + 18 * row + 2.5, 42, 14, style="F")
    bottom = pdf.ruled(LEFT, y, WIDE, SPENDING)
    pdf.rect(LEFT + 21, bottom + 30, RIGHT - LEFT - 21, 18, style="F")
    pdf.rect(LEFT, bottom + 48, 100, 18, style="F")
    pdf.prose(
        bottom + 43,
        ["支出预算1200000元，其中：基本支出900000元，项目支出300000元。支出预算比上年增", "加100000元。"],
    )
    return pdf.made()


def running_heads() -> bytes:
    """On every page a logo, a head with a line below it, a line above the foot and the number of the page."""
    pdf = Pages()
    for number in (1, 2, 3):
        if number > 1:
            pdf.add_page()
        pdf.image(Image.new("L", (8, 8), 90), LEFT, 24, 20, 20)
        pdf.words(LEFT + 24, 40, "云溪事务协调办公室2025年部门预算", 9)
        pdf.line(LEFT, 46, RIGHT, 46)
        pdf.line(LEFT, 800, RIGHT, 800)
        pdf.middle(815, ("- 1 -", "—2—", "第 3 页 共 3 页")[number - 1], 9)
        if number == 1:
            pdf.words(LEFT, 90, "一、支出预算情况", 12)
            y = titled(pdf, 120, "2025年部门支出预算表")
            pdf.ruled(LEFT, y, WIDE, [SPENDING[0], *codes(1, 31)])
        elif number == 2:
            pdf.ruled(LEFT, 60, WIDE, codes(31, 41))
            pdf.words(LEFT, 270, "二、其他说明", 12)
            pdf.prose(294, ["本办公室没有其他需要说明的事项。"])
        else:
            pdf.words(LEFT, 90, "三、名词解释", 12)
    return pdf.made()


def watermarks() -> bytes:
    """草稿 across the page, leaning on one page and upright on the other."""
    pdf = Pages()
    for number in (1, 2):
        if number > 1:
            pdf.add_page()
        pdf.set_text_color(200)
        if number == 1:
            with pdf.moved(0.707, 0.707, -0.707, 0.707, 350, -150):
                pdf.words(150, 400, "草稿", 120)
        else:
            pdf.words(180, 260, "草稿", 120)
        pdf.set_text_color(0)
        pdf.words(LEFT, 90, f"{'一二'[number - 1]}、支出预算情况", 12)
        pdf.ruled(LEFT, titled(pdf, 120, f"第{number}表"), WIDE, SPENDING)
        pdf.prose(
            290,
            ["支出预算1200000元，其中：基本支出900000元，项目支出300000元。支出预算比上年增", "加100000元。"],
        )
    return pdf.made()


def text_boxes() -> bytes:
    """Frames around sentences, one beside the other, and a frame around the page."""
    pdf = Pages()
    pdf.rect(30, 30, 535, 782)
    pdf.rect(LEFT, 80, 200, 60)
    pdf.words(LEFT + 6, 100, "本表金额单位为元。")
    pdf.words(LEFT + 6, 118, "数据来自预算批复。")
    pdf.words(LEFT, 180, "一、支出预算情况", 12)
    pdf.ruled(LEFT, titled(pdf, 210, "2025年部门支出预算表"), WIDE, SPENDING)
    return pdf.made()


def foot_notes() -> bytes:
    """Small raised numbers after words, in sentences and cells, and the notes below a short line."""
    pdf = Pages()
    pdf.words(LEFT, 80, "一、收入预算情况", 12)
    x = LEFT + 21
    for string, size, up in (
        ("收入预算1200000元", 10.5, 0),
        ("1", 6, 4),
        ("，比上年增加100000元。", 10.5, 0),
    ):
        pdf.words(x, 104 - up, string, size)
        x += pdf.get_string_width(string)
    y = titled(pdf, 140, "2025年部门支出预算表")
    pdf.ruled(LEFT, y, WIDE, SPENDING)
    pdf.set_font(size=9)
    pdf.words(LEFT + WIDE[0] + 3 + pdf.get_string_width("一般公共服务支出"), y + 26, "2", 5.5)
    pdf.line(LEFT, 740, LEFT + 140, 740)
    pdf.words(LEFT, 752, "1", 6)
    pdf.words(LEFT + 5, 756, "含上年结转。", 9)
    pdf.middle(815, "- 1 -", 9)
    return pdf.made()


class _Backwards(Pages):
    """Keeps what is to be drawn and draws it letter by letter from the last to the first."""

    def text(self, x: float, y: float, text: str = "") -> None:
        for letter in text:
            self._kept.append((x, y, letter, self.font_size_pt))
            x += self.get_string_width(letter) + self.char_spacing

    def __init__(self) -> None:
        self._kept: list[tuple[float, float, str, float]] = []
        super().__init__()

    def made(self) -> bytes:
        for x, y, letter, size in reversed(self._kept):
            self.set_font(size=size)
            super().text(x, y, letter)
        return super().made()


def drawn_backwards() -> bytes:
    pdf = _Backwards()
    pdf.ruled(LEFT, titled(pdf, 90, "2025年部门支出预算表"), WIDE, SPENDING)
    pdf.prose(
        290, ["支出预算1200000元，其中：基本支出900000元，项目支出300000元。支出预算比上年增", "加100000元。"]
    )
    return pdf.made()


def open_sides() -> bytes:
    """No rule at the left and right edges, as in statistical yearbooks."""

    def rule(pdf: FPDF, edges: Sequence[Edge]) -> None:
        inner = [e for e in edges if not (e[0] == e[2] and e[0] in (LEFT, LEFT + sum(WIDE)))]
        strokes(pdf, inner)

    return spending(rule)


def letters_without_meaning() -> bytes:
    """The font does not say which letters 3 and 9 are: they are drawn and cannot be copied."""
    return _without_meaning("39")


def no_letter_has_a_meaning() -> bytes:
    return _without_meaning("")


def _without_meaning(letters: str) -> bytes:
    pdf = Pages()
    pdf.ruled(LEFT, titled(pdf, 90, "2025年部门支出预算表"), WIDE, SPENDING)
    pdf.set_compression(False)
    made = pdf.made()
    table = re.search(rb"/CIDInit.*?endcmap", made, re.DOTALL)
    assert table is not None
    meaning = table[0]
    if not letters:
        return edited(made, (b"/ToUnicode", b"/NoUnicode"))
    count = int(re.search(rb"(\d+) beginbfchar", meaning)[1])  # type: ignore[index]
    for letter in letters:
        meaning = re.sub(rb"<[0-9A-F]{4}> <00%02X>\n" % ord(letter), lambda m: b" " * len(m[0]), meaning)
    meaning = meaning.replace(b"%d beginbfchar" % count, b"%d beginbfchar" % (count - len(letters)))
    return edited(made, (table[0], meaning))


def traps() -> dict[str, bytes]:
    """The files by name."""
    made = (
        shaded_headers, highlighted_words, running_heads, watermarks, text_boxes, foot_notes, drawn_backwards,
        open_sides, letters_without_meaning, no_letter_has_a_meaning,
    )  # fmt: skip
    rules = (double_rules, dotted_rules, dashed_rules, picture_rules, pale_rules, cells_of_colour)
    return {
        **{rule.__name__.replace("_", "-"): spending(rule) for rule in rules},
        **{make.__name__.replace("_", "-"): make() for make in made},
    }

"""Make the sample PDF from the sample text: `python examples/make_sample_pdf.py`.

The page is what an office would export: A4 on its side, ruled tables, merged header cells, and a text layer.
The same text, font and fpdf2 give the same bytes.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, takewhile
from pathlib import Path
from typing import cast

from fpdf import FPDF, FontFace, XPos, YPos
from fpdf.enums import TableSpan
from fpdf.fonts import TTFFont

HERE = Path(__file__).resolve().parent
FONTS = (  # TrueType outlines, in the order of preference; the committed PDF has the first one
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/arphic/uming.ttc"),
)
NO_FONT = "no Chinese TrueType font found: install Debian's fonts-wqy-microhei, or give one with --font PATH"

MARGIN = 56.0  # all lengths are points
SIZES = {"title": 18.0, "heading": 13.0, "table-title": 12.0}  # everything else outside a table is TEXT_SIZE
TEXT_SIZE, TABLE_SIZE = 11.0, 9.0
LINE_HEIGHT = 1.5  # of the font size; tables are tighter
TABLE_LINE_HEIGHT = 1.3
PADDING = 3.0  # inside a table cell

WIDTHS = {  # share of the page's width that each column gets, by the number of columns
    9: (98, 50, 176, 166, 72, 48, 44, 44, 40),
    14: (98, 48, 74, 62, 32, 44, 50, 52, 52, 62, 46, 46, 20, 44),
}

KINDS = {  # what a line of the text is: the first pattern that fits all of it
    "grid": re.compile(r".*\t.*"),
    "caption": re.compile(r"\d{3} \S+"),
    "unit": re.compile(r"单位：\S+"),
    "heading": re.compile(r"[一二三四五六七八九十]+、.+"),
    "table-title": re.compile(r"[^，。；：、]+"),
    "paragraph": re.compile(r".*"),
}
NUMBER = re.compile(r"\d+(\.\d+)?")
# What a line break may not divide: a number or a Latin word, with the brackets and stops that cling to it.
UNBREAKABLE = re.compile(r"[（《“≥]*(?:[!-~]+|.)[，。；：、）》”]*")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the text, or the rows of one piece of a table."""

    kind: str
    lines: tuple[str, ...]

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.lines]


class Pages(FPDF):
    """A4 on its side, with the page number at the foot."""

    def footer(self) -> None:
        self.set_y(-MARGIN * 0.7)
        self.set_font(size=TABLE_SIZE)
        self.cell(0, TABLE_SIZE, f"- {self.page_no()} -", align="C")


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the sample PDF from the sample text.")
    parser.add_argument("--text", type=Path, default=HERE / "sample-budget-2019.txt", help="the text")
    parser.add_argument("--output", type=Path, default=HERE / "sample-budget-2019.pdf", help="the PDF")
    parser.add_argument("--font", type=Path, help="a Chinese font file with TrueType outlines (.ttf or .ttc)")
    arguments = parser.parse_args()

    font = arguments.font or next((path for path in FONTS if path.is_file()), None)
    if font is None:
        parser.error(NO_FONT)
    if not font.is_file():
        parser.error(f"no such font file: {font}")

    blocks = list(read_blocks(arguments.text.read_text(encoding="utf-8")))
    pdf = new_pages(title=blocks[0].lines[0], font=font)
    if not has_truetype_outlines(pdf):
        # fpdf2 embeds PostScript outlines (Noto CJK) with an encoding of its own that pdfplumber cannot read.
        parser.error(f"{font} has no TrueType outlines; its text layer would not be readable everywhere")
    draw(pdf, blocks)
    pdf.output(str(arguments.output))
    print(f"{arguments.output}: {pdf.pages_count} pages, {arguments.output.stat().st_size:,} bytes")
    return 0


def read_blocks(text: str) -> Iterator[Block]:
    """The first line is the title; lines with tabs that follow one another are one piece of a table."""
    lines = text.splitlines()
    yield Block("title", (lines[0],))
    for kind, group in groupby(lines[1:], key=kind_of):
        if kind == "grid":
            yield Block(kind, tuple(group))
        else:
            yield from (Block(kind, (line,)) for line in group if line)


def kind_of(line: str) -> str:
    return next(kind for kind, pattern in KINDS.items() if pattern.fullmatch(line))


def new_pages(title: str, font: Path) -> Pages:
    pdf = Pages(orientation="landscape", unit="pt", format="A4")
    pdf.set_creation_date(datetime(2019, 2, 1, tzinfo=UTC))  # a fixed one, for the same bytes each time
    pdf.set_title(title)
    pdf.set_lang("zh-CN")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.c_margin = 0
    pdf.set_line_width(0.5)
    pdf.add_font("text", fname=font)
    pdf.set_font("text", size=TEXT_SIZE)
    return pdf


def has_truetype_outlines(pdf: FPDF) -> bool:
    font = pdf.fonts["text"]
    return isinstance(font, TTFFont) and "glyf" in font.ttfont


def draw(pdf: FPDF, blocks: list[Block]) -> None:
    pdf.add_page()
    for number, block in enumerate(blocks):
        pdf.set_font(size=SIZES.get(block.kind, TEXT_SIZE))
        match block.kind:
            case "grid":
                draw_table(pdf, block.rows)
            case "paragraph":
                draw_paragraph(pdf, block.lines[0])
            case "table-title":
                grid = next(later for later in blocks[number:] if later.kind == "grid")
                keep_together(pdf, lines=len(grid.lines) + 5)  # with room for the lines above
                draw_line(pdf, block.lines[0], align="C")
            case "caption":
                if blocks[number - 1].kind != "table-title":  # the table goes on
                    pdf.add_page()
                draw_line(pdf, block.lines[0], align="L")
            case "unit":
                draw_line(pdf, block.lines[0], align="R")
            case "title":
                draw_line(pdf, block.lines[0], align="C")
                pdf.ln(TEXT_SIZE)
            case _:
                keep_together(pdf, lines=3)
                draw_line(pdf, block.lines[0], align="L")


def keep_together(pdf: FPDF, lines: int) -> None:
    if pdf.will_page_break(lines * TEXT_SIZE * LINE_HEIGHT):  # a row of a table is about as high as a line
        pdf.add_page()


def draw_line(pdf: FPDF, text: str, align: str) -> None:
    pdf.cell(0, pdf.font_size * LINE_HEIGHT, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def draw_paragraph(pdf: FPDF, text: str) -> None:
    """Both edges straight, the first line two characters in."""
    indent = 2 * pdf.font_size
    *full, last = wrap(pdf, text, pdf.epw, indent)
    for line in full:
        if pdf.will_page_break(pdf.font_size * LINE_HEIGHT):
            pdf.add_page()
        slack = pdf.epw - indent - pdf.get_string_width(line)
        pdf.set_x(pdf.l_margin + indent)
        pdf.set_char_spacing(slack / (len(line) - 1))
        draw_line(pdf, line, align="L")
        pdf.set_char_spacing(0)
        indent = 0
    pdf.set_x(pdf.l_margin + indent)
    draw_line(pdf, last, align="L")


def wrap(pdf: FPDF, text: str, width: float, indent: float = 0) -> list[str]:
    """Break a text into lines of this width (fpdf2 would break at spaces only, or within numbers too)."""
    lines = [""]
    for piece in UNBREAKABLE.findall(text):
        room = width - indent if len(lines) == 1 else width
        if lines[-1] and pdf.get_string_width(lines[-1] + piece) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def draw_table(pdf: FPDF, rows: list[list[str]]) -> None:
    pdf.set_font(size=TABLE_SIZE)
    header = merge_header(rows)
    shares = WIDTHS.get(len(rows[0]), (1,) * len(rows[0]))
    widths = [pdf.epw * share / sum(shares) for share in shares]
    with pdf.table(
        col_widths=widths,
        line_height=TABLE_SIZE * TABLE_LINE_HEIGHT,
        padding=PADDING,
        num_heading_rows=len(header),
        headings_style=FontFace(),
        repeat_headings=0,  # the text says where a header is repeated
    ) as table:
        for cells in header:
            row = table.row()
            for column, cell in enumerate(cells):
                if isinstance(cell, TableSpan):
                    row.cell(cast(str, cell))  # fpdf2 takes these, though its annotation says text
                    continue
                merged = list(takewhile(lambda later: later is TableSpan.COL, cells[column + 1 :]))
                width = sum(widths[column : column + 1 + len(merged)])
                row.cell("\n".join(wrap(pdf, cell, width - 2 * PADDING - 1)), align="C")
        for texts in rows[len(header) :]:
            row = table.row()
            for text, width in zip(texts, widths, strict=True):
                lines = wrap(pdf, text, width - 2 * PADDING - 1)
                row.cell("\n".join(lines), align="R" if NUMBER.fullmatch(text) else "L")
    pdf.ln(TABLE_SIZE)


def merge_header(rows: list[list[str]]) -> list[list[str | TableSpan]]:
    """Let blank cells be part of the cell to the left or above.

    The header goes on while a cell of its last row spans several columns.
    """
    header: list[list[str | TableSpan]] = []
    for row in rows:
        above = header[-1] if header else []
        here: list[str | TableSpan] = []
        for column, text in enumerate(row):
            # A cell grows to the right as far as the one above it does, and down when it spans one column.
            grows_right = not above or above[column] is TableSpan.COL
            grows_down = bool(above) and TableSpan.COL not in above[column : column + 2]
            if text:
                here.append(text)
            elif grows_right and here and here[-1]:
                here.append(TableSpan.COL)
            else:
                here.append(TableSpan.ROW if grows_down else "")
        header.append(here)
        if TableSpan.COL not in here:
            break
    return header


if __name__ == "__main__":
    sys.exit(main())

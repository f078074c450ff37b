"""Times reading: plain pdfplumber, ours and raw pdfium on the same files in one run, page by page.

    python benchmarks/reading.py FILE.pdf...          (default: examples/*.pdf)

`plumber` extracts words, text and tables; `pdfium` is the floor: all text and a walk over all paths;
`cells` is ours up to lines, grids and the text of their cells; `document` the whole way from the file's bytes
to the Document. Each way has a process of its own, as in use, and they take turns on each file. Times are the
processor's, the better of two turns, so that other work on the machine weighs little and on all alike. Peak memory is
what Python holds while a file is read our way, for each page.
"""

from __future__ import annotations

import argparse
import io
import logging
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from checker.layout import blocks
from checker.layout.pdfium import drawn
from checker.readers import read_bytes
from checker.structure import structured

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds for each page of a file, and for the whole file's Document."""

    name: str
    plumber: tuple[float, ...]
    floor: tuple[float, ...]
    cells: tuple[float, ...]
    document: float
    peak: float


def milliseconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


def better(turns: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """The better time of each page."""
    return tuple(min(times) for times in zip(*turns, strict=True))


def plumber_pages(data: bytes) -> list[float]:
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    spent: list[float] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:

            def work(page: object = page) -> None:
                page.extract_words()  # type: ignore[attr-defined]
                page.extract_text()  # type: ignore[attr-defined]
                page.extract_tables()  # type: ignore[attr-defined]

            spent.append(milliseconds(work))
            page.close()
    return spent


def floor_pages(data: bytes) -> list[float]:
    spent: list[float] = []
    with pypdfium2.PdfDocument(data) as pdf:
        for index in range(len(pdf)):

            def work(index: int = index) -> None:
                page = pdf[index]
                text = page.get_textpage()
                text.get_text_bounded()
                for at in range(pdfium.FPDFPage_CountObjects(page.raw)):
                    path = pdfium.FPDFPage_GetObject(page.raw, at)
                    if pdfium.FPDFPageObj_GetType(path) == pdfium.FPDF_PAGEOBJ_PATH:
                        for segment in range(pdfium.FPDFPath_CountSegments(path)):
                            pdfium.FPDFPath_GetPathSegment(path, segment)
                text.close()
                page.close()

            spent.append(milliseconds(work))
    return spent


def cells_pages(data: bytes) -> list[float]:
    spent: list[float] = []
    with pypdfium2.PdfDocument(data) as pdf:
        for index in range(len(pdf)):

            def work(index: int = index) -> None:
                page = pdf[index]
                blocks.laid_out([drawn(page, index + 1, "a.pdf")], "a.pdf")
                page.close()

            spent.append(milliseconds(work))
    return spent


def whole_document(data: bytes) -> list[float]:
    return [milliseconds(lambda: structured(read_bytes(data, "a.pdf")))]


Way = tuple[Callable[[bytes], list[float]], Executor]


def timed(path: Path, ways: Sequence[Way]) -> Timed:
    data = path.read_bytes()
    turns = [[process.submit(way, data).result() for way, process in ways] for _ in range(2)]
    plumber, floor, cells, document = (better(times) for times in zip(*turns, strict=True))
    structured(read_bytes(data, path.name))  # imports and caches are no part of a page
    tracemalloc.start()
    structured(read_bytes(data, path.name))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Timed(path.name, plumber, floor, cells, document[0], peak)


def row(name: str, pages: int, plumber: float, floor: float, cells: float, document: float) -> str:
    return (
        f"{name[:34]:<34} {pages:>5} {plumber:>8.1f} {floor:>7.2f} {cells:>7.2f} {document:>8.2f} "
        f"{plumber / cells:>7.1f}x {plumber / document:>8.1f}x"
    )


def report(results: Sequence[Timed]) -> str:
    lines = [
        f"{'ms a page':<34} {'pages':>5} {'plumber':>8} {'pdfium':>7} {'cells':>7} {'document':>8} "
        f"{'cells':>8} {'document':>9}"
    ]
    for result in results:
        pages = len(result.plumber)
        lines.append(
            row(
                result.name,
                pages,
                sum(result.plumber) / pages,
                sum(result.floor) / pages,
                sum(result.cells) / pages,
                result.document / pages,
            )
        )
    pages = sum(len(result.plumber) for result in results)
    lines.append(
        row(
            "all",
            pages,
            sum(sum(result.plumber) for result in results) / pages,
            sum(sum(result.floor) for result in results) / pages,
            sum(sum(result.cells) for result in results) / pages,
            sum(result.document for result in results) / pages,
        )
    )
    every = [page for result in results for page in result.cells]
    peak = max(result.peak / len(result.plumber) for result in results)
    lines.append(f"median page {statistics.median(every):.2f} ms, worst page {max(every):.1f} ms (cells)")
    lines.append(f"peak memory while reading: at most {peak / 1024:.0f} KiB a page")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time reading against plain pdfplumber and raw pdfium.")
    parser.add_argument("files", nargs="*", type=Path, help="PDF files; default: the examples")
    files: list[Path] = parser.parse_args().files or sorted(EXAMPLES.glob("*.pdf"))
    results: list[Timed] = []
    with ExitStack() as stack:
        ways = [
            (way, stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn"))))
            for way in (plumber_pages, floor_pages, cells_pages, whole_document)
        ]
        for path in files:
            print(f"… {path.name}", flush=True)
            results.append(timed(path, ways))
    print(report(results))


if __name__ == "__main__":
    main()

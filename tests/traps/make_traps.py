"""Make the files of traps: `python -m tests.traps.make_traps`, at the root of a checkout.

Each is small and shows one thing that real submissions do. `letters.ttf` holds the letters that they use, out of
WenQuanYi Micro Hei (Apache-2.0); a new letter needs that font (Debian's fonts-wqy-microhei) and `--font PATH`.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from tests.traps import draw, furniture, pages, tables, unruled

HERE = Path(__file__).resolve().parent
MODULES = (tables, unruled, pages, furniture)


def all_traps() -> dict[str, bytes]:
    """The files by name, made anew."""
    return {name: made for module in MODULES for name, made in module.traps().items()}


def letters(font: Path) -> bytes:
    """A font of the letters that stand in these scripts and nothing else."""
    used = "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.py")))
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 13], notdef_outline=True)
    options.recalc_timestamp = False
    whole = TTFont(font, fontNumber=0, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(set(used))))
    subsetter.subset(whole)
    buffer = BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the files of traps.")
    parser.add_argument("--font", type=Path, help="WenQuanYi Micro Hei, to choose its letters anew")
    parser.add_argument("--aes", action="store_true", help="also the files with AES; needs cryptography")
    arguments = parser.parse_args()
    font: Path | None = arguments.font
    if font is not None:
        draw.FONT.write_bytes(letters(font))
    for name, made in (all_traps() | (pages.with_aes() if arguments.aes else {})).items():
        (HERE / f"{name}.pdf").write_bytes(made)
        print(f"{name}.pdf: {len(made):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())

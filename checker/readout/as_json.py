"""What was read, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.model.document import Block, Contents, Heading, Paragraph, Table
from checker.model.figure import Facts, Figure, Found
from checker.model.text import Place
from checker.report.hidden import json_of

FORMAT = "checker-read/1"

Json = Mapping[str, "Json | Sequence[Json] | Sequence[str] | Sequence[float] | str | float | None"]


def write(facts: Facts) -> bytes:
    """Everything that was read, in reading order, as JSON in UTF-8."""
    return json_of(as_json(facts))


def as_json(facts: Facts) -> Json:
    document, identity = facts.document, facts.identity
    return {
        "format": FORMAT,
        "submission": {
            "name": document.name,
            "sha256": document.sha256,
            "media_type": document.media_type,
            "pages": document.pages,
            "unread_pages": list(document.unread),
            "recognised_pages": list(document.recognised),
        },
        "identity": {
            "entity": _found(identity.entity),
            "fiscal_year": _found(identity.fiscal_year),
            "kind": _found(identity.kind),
            "level": _found(identity.level),
            "region": _found(identity.region),
        },
        "blocks": [
            {"section": list(facts.sections[at]), **_block(block)} for at, block in enumerate(document.blocks)
        ],
        "figures": [_figure(figure) for figure in facts.figures.values()],
    }


def _found(found: Found[str] | Found[int] | Found[tuple[str, ...]] | None) -> Json | None:
    if found is None:
        return None
    value = "".join(found.value) if isinstance(found.value, tuple) else found.value
    return {"value": value, "text": found.text, "place": place_of(found.place)}


def _block(block: Block) -> Json:
    match block:
        case Heading():
            return {
                "kind": "heading",
                "level": block.level,
                "number": block.number,
                "text": block.text.string,
                "place": place_of(block.text.place),
            }
        case Paragraph():
            return {"kind": "paragraph", "text": block.text.string, "place": place_of(block.text.place)}
        case Contents():
            return {"kind": "contents", "entries": [entry.string for entry in block.entries]}
        case Table():
            return _table(block)


def _table(table: Table) -> Json:
    return {
        "kind": "table",
        "title": table.title.string if table.title else None,
        "part": table.part or None,
        "captions": [caption.string for caption in table.captions],
        "pieces": [
            {"place": place_of(piece.place), "unit": piece.unit.name if piece.unit else None}
            for piece in table.pieces
        ],
        "columns": [column.label for column in table.columns],
        "rows": [
            {
                "piece": row.piece,
                "cells": [cell.text for cell in row.cells],
                "places": [place_of(cell.place) for cell in row.cells],
            }
            for row in table.rows
        ],
        "notes": [note.string for note in table.notes],
    }


def _figure(figure: Figure) -> Json:
    return {
        "text": figure.text,
        "value": str(figure.amount.value),
        "unit": figure.amount.unit.name,
        "step": f"{figure.amount.step:f}",
        "section": list(figure.section),
        "table": figure.table or None,
        "row": figure.row or None,
        "column": figure.column or None,
        "place": place_of(figure.place),
    }


def place_of(place: Place) -> Json:
    return {
        "page": place.page,
        "line": place.line,
        "spot": place.spot,
        "bbox": [round(edge, 2) for edge in place.box] if place.box else None,
        "confidence": place.confidence,
    }

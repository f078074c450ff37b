"""The tables of a batch as Parquet, for analysts; where the extra `parquet` is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from checker.batch.table import TABLES

_ROWS = 10_000  # written at a time

Json = Mapping[str, Any]


def available() -> bool:
    return find_spec("pyarrow") is not None


def write(file: Path, name: str, lines: Iterable[Json]) -> None:
    """One of TABLES."""
    import pyarrow as pa  # noqa: PLC0415 - of the extra parquet
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}
    columns, rows_of = TABLES[name]
    schema = pa.schema([(column, types[type_]) for column, type_ in columns.items()])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in _in_parts(rows_of(lines)):
            arrays = [[_plain(value) for value in column] for column in zip(*rows, strict=True)]
            writer.write_table(pa.table(arrays, schema=schema))


def _plain(value: object) -> object:
    """A name that is no Unicode is kept as near as may be."""
    return value.encode("utf-8", "replace").decode("utf-8") if type(value) is str else value


def _in_parts(rows: Iterator[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    while part := list(islice(rows, _ROWS)):
        yield part

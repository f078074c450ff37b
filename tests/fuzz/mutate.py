"""Mutations: bytes → damaged bytes, the same for the same format, number and seed on every machine.

Bytes alone get no further than a check sum or the parser of a container. So what stands inside is mutated as well: the
parts of a ZIP, the objects and packed streams of a PDF, the records of a workbook, tags, lines, keys, encodings.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

Mutation = Callable[[Random, bytes, bytes], bytes]
"""Random choices, what is mutated, and another seed of the same format to take from."""

_MOST = 400_000
"""Bytes; a mutation that doubles what is there is not to grow without end."""
_LONGEST = 64
_NUMBERS = (
    b"0", b"-1", b"1", b"255", b"256", b"32767", b"65535", b"65536", b"2147483647", b"-2147483648", b"4294967296",
    b"9999999999999999999", b"1e309", b"-1e-309", b"nan", b"inf", b"0.0000001", b".", b"", b"00", b"1.1.1", b"--1",
    "１２".encode(), "²".encode(), "①".encode(), "٣".encode(), "〇".encode(),
)  # fmt: skip
_DIGITS = re.compile(rb"[-+]?\d+(?:\.\d+)?")
_CONTROLS = (
    b"\0", b"\x07", b"\x0b", b"\x0c", b"\x1b[31m", b"\x7f", b"\xc2\x85", b"\xc2\xa0", b"\xe2\x80\xa8", b"\xe3\x80\x80",
    b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xe2\x80\x8b", b"\xef\xbb\xbf", b"\xef\xbf\xbe", b"\xef\xbf\xbd", b"\xcc\x81",
    b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80", b"\xff", b"\xc0\x80", b"\xf0\xa0\xae\xb7", b"\r", b"\t", b"\n",
)  # fmt: skip
"""Controls, blanks, bidi marks, marks that join, lone surrogates and other bytes that are no UTF-8, a rare letter."""
_WORDS = (
    "其中：", "万元", "%", "增加", "合计", "（", "）", "“", "、", "，", "。", "2025年", "亿元", "注：", "单位：元", "与上年持平",
    "主要包括：", "一、", "（一）", "1.", "占", "12月31日", "…", "百分之五", "零", "壹佰", "-", "—",
)  # fmt: skip
_ENCODINGS = (
    "gb18030",
    "utf-16-le",
    "utf-16",
    "utf-16-be",
    "big5",
    "utf-8-sig",
    "latin-1",
    "utf-32",
    "utf-7",
)


def _place(random: Random, data: bytes, first: int = 0) -> int:
    """A place in the data; mostly before a letter of UTF-8 and not within one, which would end every text there."""
    at = random.randint(first, len(data))
    if random.random() < 0.9:
        while first < at < len(data) and data[at] & 0xC0 == 0x80:
            at -= 1
    return at


def _stretch(random: Random, data: bytes, longest: int = _LONGEST) -> tuple[int, int]:
    """Where some bytes begin and end; sometimes many."""
    start = _place(random, data)
    most = len(data) if random.random() < 0.1 else longest
    return start, _place(random, data[: start + random.randint(1, max(1, most))], start)


def _flip_bits(random: Random, data: bytes, _other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 4, 16)) if data else 0):
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _set_bytes(random: Random, data: bytes, _other: bytes) -> bytes:
    start, end = _stretch(random, data, 4)
    return (
        data[:start]
        + random.choice((b"\0", b"\xff", b"\x7f", random.randbytes(1))) * (end - start)
        + data[end:]
    )


def _integer(random: Random, data: bytes, _other: bytes) -> bytes:
    size = random.choice((1, 2, 4, 8))
    value = random.choice((0, 1, 127, 128, 255, 32767, 32768, 65535, 2**31 - 1, 2**31, 2**32 - 1)) % (
        1 << 8 * size
    )
    start = random.randrange(max(1, len(data) - size))
    return data[:start] + value.to_bytes(size, random.choice(("big", "little"))) + data[start + size :]


def _delete(random: Random, data: bytes, _other: bytes) -> bytes:
    start, end = _stretch(random, data)
    return data[:start] + data[end:]


def _double(random: Random, data: bytes, _other: bytes) -> bytes:
    start, end = _stretch(random, data)
    return data[:end] + data[start:end] * random.choice((1, 1, 2, 40)) + data[end:]


def _swap(random: Random, data: bytes, _other: bytes) -> bytes:
    a, b = _stretch(random, data)
    c, d = _stretch(random, data)
    (a, b), (c, d) = sorted(((a, b), (c, d)))
    return data if b > c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _splice(random: Random, data: bytes, other: bytes) -> bytes:
    return data[: _place(random, data)] + other[_place(random, other) :]


def _insert_other(random: Random, data: bytes, other: bytes) -> bytes:
    start, end = _stretch(random, other)
    at = _place(random, data)
    return data[:at] + other[start:end] + data[at:]


def _cut_off(random: Random, data: bytes, _other: bytes) -> bytes:
    return data[: _place(random, data)]


def _number(random: Random, data: bytes, _other: bytes) -> bytes:
    """Another number for one that is written in digits, or one digit more or less in it."""
    found = list(_DIGITS.finditer(data))
    if not found:
        return data
    at = random.choice(found)
    new = random.choice((*_NUMBERS, at[0][:-1], at[0] + at[0], at[0] + b".5", b"-" + at[0]))
    return data[: at.start()] + new + data[at.end() :]


BYTES: tuple[Mutation, ...] = (
    _flip_bits, _set_bytes, _integer, _delete, _double, _swap, _splice, _insert_other, _cut_off, _number,
)  # fmt: skip


def _characters(random: Random, data: bytes, _other: bytes) -> bytes:
    """Controls, marks, broken bytes or words of the field, put between or repeated."""
    at = _place(random, data)
    more = random.choice(_CONTROLS) if random.random() < 0.6 else random.choice(_WORDS).encode()
    return data[:at] + more * random.choice((1, 1, 1, 3, 200)) + data[at:]


def _lines(random: Random, data: bytes, other: bytes) -> bytes:
    """A line deleted, doubled, moved, taken from elsewhere, joined with the next, or many times there."""
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    match random.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines.insert(random.randrange(len(lines)), lines.pop(at))
        case 3:
            lines.insert(at, random.choice(other.split(b"\n")))
        case 4:
            lines[at : at + 2] = [b"".join(lines[at : at + 2])]
        case _:
            lines[at:at] = lines[at : at + 1] * random.choice((10, 100))
    return b"\n".join(lines)


def _cells(random: Random, data: bytes, _other: bytes) -> bytes:
    """More or fewer cells: a tab, a bar or blanks put somewhere, or all of one kind made another."""
    kinds = (b"\t", b"|", b"    ", b"\xe3\x80\x80\xe3\x80\x80", "│".encode())
    if random.random() < 0.3:
        return data.replace(random.choice(kinds), random.choice(kinds))
    at = _place(random, data)
    return data[:at] + random.choice(kinds) * random.choice((1, 1, 5)) + data[at:]


def _recoded(random: Random, data: bytes, _other: bytes) -> bytes:
    """The same words in another encoding, sometimes with an odd number of bytes."""
    coded = data.decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "ignore")
    return coded if random.random() < 0.8 else b"\0" + coded


TEXT: tuple[Mutation, ...] = (_characters, _lines, _cells, _number, _number)

_TAG = re.compile(rb"<[^<>]*>")
_ATTRIBUTE = re.compile(rb"([-:\w]+)\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+)")
_ODD = (
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#xD800;", b"&#99999999;",
    b"&amp", b"<", b">", b"</", b"<?xml version='1.0' encoding='utf-7'?>", b"<script>", b"<table>", b"</table>", b"<svg>",
    b"<template>", b"<plaintext>", b"<select>", b"<math><mi><table>", b"<td rowspan=65535 colspan=1000>", b"<li value=-9>",
)  # fmt: skip


def _tags(random: Random, data: bytes, other: bytes) -> bytes:
    """A tag, or a stretch between two tags, deleted, doubled, moved, nested or taken from elsewhere."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return _delete(random, data, other)
    at = random.randrange(len(tags))
    first, last = tags[at], tags[min(len(tags) - 1, at + random.choice((0, 0, 1, 3, 20)))]
    piece = data[first.start() : last.end()]
    match random.randrange(6):
        case 0:
            return data[: first.start()] + data[last.end() :]
        case 1:
            return data[: last.end()] + piece * random.choice((1, 3, 50)) + data[last.end() :]
        case 2:
            to = random.choice(tags).start()
            return data[:to] + piece + data[to:]
        case 3:
            name = random.choice(tags)[0]
            ends = re.sub(rb"^<(?:\w+:)?", b"</", re.sub(rb"[\s/].*", b"", name[:-1]) + b">")
            times = random.choice((1, 1, 30, 300))
            return data[: first.start()] + name * times + piece + ends * times + data[last.end() :]
        case 4:
            found = _TAG.findall(other)
            return data[: first.start()] + (random.choice(found) if found else b"") + data[first.end() :]
        case _:
            return data[: first.start()] + random.choice(_ODD) + data[first.start() :]


def _attributes(random: Random, data: bytes, other: bytes) -> bytes:
    """An attribute with another value, another's value, or left out."""
    found = list(_ATTRIBUTE.finditer(data))
    if not found:
        return _tags(random, data, other)
    at, donor = random.choice(found), random.choice(found)
    new = random.choice(
        (
            b"", donor[0], at[1] + b"=" + donor[2], at[1] + b'="' + random.choice(_NUMBERS) + b'"',
            at[0] + b" " + at[0], at[1] + b'="' + b"9" * 30 + b'"', at[1] + b'="../' * 3 + b'"', at[1] + b'=""',
        )
    )  # fmt: skip
    return data[: at.start()] + new + data[at.end() :]


def _text_between(random: Random, data: bytes, other: bytes) -> bytes:
    """The words between two tags mutated as a text."""
    tags = list(_TAG.finditer(data))
    if len(tags) < 2:
        return _characters(random, data, other)
    at = random.randrange(len(tags) - 1)
    start, end = tags[at].end(), tags[at + 1].start()
    return data[:start] + random.choice(TEXT)(random, data[start:end], other) + data[end:]


_SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
_XML_WORDS = (
    *(number.decode() for number in _NUMBERS), *_WORDS, "true", "A1:XFD1048576", "A0", "1:2:3", "0 0 0 0", "1 0 0 1 0", "M L B Q",
    "none", "d yyyy\\", "[Red]0.0;;;@", "0.00E+00", "\u202e", "\u200b", "\t", "𠮷", "é", "\x85",
)  # fmt: skip
MARKUP: tuple[Mutation, ...] = (_tags, _tags, _attributes, _attributes, _text_between, _number)


def _tree(random: Random, data: bytes, other: bytes) -> bytes:
    """XML that stays XML; what is none any more, or has prefixes that nothing declares, is mutated as tags."""
    try:
        root = etree.fromstring(data, _SAFE)
        _change(random, root)
    except (etree.XMLSyntaxError, ValueError):
        return random.choice(MARKUP)(random, data, other)
    made: bytes = etree.tostring(root)
    return made


def _change(random: Random, root: Any) -> None:
    """Elements left out, doubled, moved, nested, renamed; other attributes and words."""
    found = list(root.iter(etree.Element))
    element, another = random.choice(found), random.choice(found)
    parent = element.getparent()
    match random.randrange(9):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            for _ in range(random.choice((1, 1, 3, 50))):
                parent.insert(parent.index(element), deepcopy(element))
        case 2 if len(another) < 50:
            another.insert(random.randint(0, len(another)), deepcopy(element))
        case 3:
            for _ in range(random.choice((1, 1, 5, 60))):
                inner = etree.SubElement(element, element.tag, element.attrib)
                inner.text, element = element.text, inner
        case 4:
            element.tag = another.tag
        case 5 | 6 if element.attrib or another.attrib:
            name = random.choice([*element.attrib, *another.attrib])
            value = random.choice(
                (another.get(name), random.choice(_XML_WORDS), "9" * 30, "../" * 3 + "a", None)
            )
            if value is None:
                element.attrib.pop(name, None)
            else:
                element.set(name, value)
        case _:
            element.text = random.choice(
                (another.text, random.choice(_XML_WORDS), (element.text or "") * 30, None)
            )


_IN_XML = (*(_tree,) * 60, *MARKUP)


def _in_zip(random: Random, data: bytes, other: bytes) -> bytes:
    """What a part says, its name, its place or how it is packed, with check sums that are right again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OSError,
        lzma.LZMAError,
    ):
        return random.choice(BYTES)(random, data, other)  # an earlier mutation left no ZIP
    if not parts:
        return data
    weights = [len(content) + 200 for content in parts.values()]
    name, donor = random.choices(list(parts), weights)[0], random.choice(list(parts))
    method = zipfile.ZIP_DEFLATED
    match random.randrange(24):
        case 0:
            del parts[name]
        case 1:
            parts[name], parts[donor] = parts[donor], parts[name]
        case 2:
            renamed = random.choice(
                (name.upper(), "/" + name, "../" + name, name.replace("/", "\\"), "x" + name, "")
            )
            parts[renamed] = parts.pop(name)
        case 3:
            method = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
        case 4 | 5:
            parts[name] = random.choice((*BYTES, _recoded))(random, parts[name], parts[donor])
        case _:
            for _ in range(random.choice((1, 1, 1, 2, 4))):
                inside = _IN_XML if parts[name].startswith(b"<") else TEXT
                parts[name] = random.choice(inside)(random, parts[name][:_MOST], parts[donor])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for path, content in parts.items():
            archive.writestr(zipfile.ZipInfo(path), content, method)
    return made.getvalue()


_OBJECT = re.compile(rb"(\d+) (\d+) obj\b(.*?)endobj", re.DOTALL)
_NAME = re.compile(rb"/[A-Za-z0-9]+")
_REFERENCE = re.compile(rb"\b\d+ \d+ R\b")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_OPERATORS = (
    b" q ", b" Q ", b" BT ", b" ET ", b" S ", b" f ", b" W n ", b" Do ", b" 0 0 0 0 re ", b" 0 0 0 0 0 0 cm ", b" 1e38 1e38 l ",
    b" /F9 0 Tf ", b" 1e9 Tf ", b" BI ID x EI ", b" () Tj ", b" <> Tj ", b" [[]] TJ ", b" << >> BDC ", b" EMC ", b" sh ", b" d0 ",
)  # fmt: skip
_VALUES = (
    b"null",
    b"true",
    b"[]",
    b"<<>>",
    b"()",
    b"<FFFE>",
    b"/Name",
    b"1 0 R",
    b"0 0 R",
    b"99999 0 R",
    b"[0 0 R]",
)


def _pdf_words(random: Random, data: bytes, _other: bytes) -> bytes:
    """A name, a reference or a number of a PDF made another of its kind, or another value altogether."""
    kind = random.choice((_NAME, _NAME, _REFERENCE, _REFERENCE, _DIGITS))
    found = list(kind.finditer(data))
    if not found:
        return data
    at = random.choice(found)
    new = random.choice((random.choice(found)[0], random.choice(_VALUES), random.choice(_NUMBERS)))
    return data[: at.start()] + new + data[at.end() :]


def _pdf_objects(random: Random, data: bytes, other: bytes) -> bytes:
    """An object deleted, doubled under another's number, or with the content of another."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return _delete(random, data, other)
    at, donor = random.choice(found), random.choice(found)
    if random.random() < 0.2:
        donor = random.choice(list(_OBJECT.finditer(other)) or found)
    match random.randrange(3):
        case 0:
            return data[: at.start()] + data[at.end() :]
        case 1:
            return data[: at.start(3)] + donor[3] + data[at.end(3) :]
        case _:
            copy = b"\n%s 0 obj%sendobj\n" % (donor[1], at[3])
            return data[: at.end()] + copy + data[at.end() :]


def _pdf_streams(random: Random, data: bytes, other: bytes) -> bytes:
    """What a stream holds, unpacked and packed again."""
    found = list(_STREAM.finditer(data))
    if not found:
        return random.choice(BYTES)(random, data, other)
    at = random.choice(found)
    try:
        content, packed = zlib.decompress(at[1]), True
    except zlib.error:
        content, packed = at[1], False
    for _ in range(random.choice((1, 1, 3))):
        if random.random() < 0.3:
            where = random.randrange(len(content) + 1)
            content = (
                content[:where] + random.choice(_OPERATORS) * random.choice((1, 1, 30)) + content[where:]
            )
        else:
            content = random.choice((*BYTES, _number, _number, _pdf_words))(random, content[:_MOST], other)
    return data[: at.start(1)] + (zlib.compress(content) if packed else content) + data[at.end(1) :]


_STREAM_AT = 512
"""Where xlwt writes the workbook in its container."""


def _records(random: Random, data: bytes, _other: bytes) -> bytes:
    """A record of the workbook with another kind, length or content, or two of them swapped, where it lies."""
    places, at = [], _STREAM_AT
    while at + 4 <= len(data) and int.from_bytes(data[at : at + 2], "little"):
        places.append(at)
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    if len(places) < 2:
        return data
    changed = bytearray(data)
    which = random.randrange(len(places) - 1)
    start, end = places[which], places[which + 1]
    match random.randrange(5):
        case 0:
            other = random.choice(places)
            changed[start : start + 2] = data[other : other + 2]
        case 1:
            length = random.choice((0, 1, 2, end - start - 5, end - start - 3, 255, 8224, 65535))
            changed[start + 2 : start + 4] = max(0, length).to_bytes(2, "little")
        case 2:
            changed[start:at] = data[end:at] + bytes(end - start)
        case 3 if end - start > 4:
            field = random.randrange(start + 4, end)
            value = random.choice((0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFF, random.randrange(65536)))
            changed[field : field + 2] = value.to_bytes(2, "little")
        case _:
            later = random.choice(places[which + 1 :])
            changed[start:later] = data[end:later] + data[start:end]
    return bytes(changed)


_YAML_WORDS = (
    "[]", "{}", "[[]]", "{a: b}", "null", "''", "~", "*a", "&a x", "!!python/name:os.system", "|", ">", "- ", "? ", ": ", "#", "---",
    "...", "%YAML 9", "sum", "count", "where", "each", "in", "is empty", "mentions", "==", "<=", "!=", "and", "or", "not", "(", ")",
    "[", "]", ".", "+", "-", "*", "/", "income", "spending", "row", "1.5", "万元", "%", "{total: money}", "{a: list}", "…", "……",
    "2025-02-30", "99999", "true", "off", "error", "budget", "\t", "((((((((((", "]" * 50, "[" * 50, "x" * 3000, "(?P<a>", "a**", "\\",
)  # fmt: skip
_YAML_TOKEN = re.compile(rb"[\w.%]+|[^\w\s]", re.ASCII)
_KEY = re.compile(rb"[^\s:{,\[\]-][^:\n{},]*(?=:)")


def _yaml_tokens(random: Random, data: bytes, _other: bytes) -> bytes:
    """A word or a sign left out, made another of the file, or one of the language's."""
    found = list(_YAML_TOKEN.finditer(data))
    if not found:
        return data
    at = random.choice(found)
    new = random.choice(
        (b"", random.choice(found)[0], at[0] + b" " + at[0], *[random.choice(_YAML_WORDS).encode()] * 4)
    )
    return data[: at.start()] + new + data[at.end() :]


def _yaml_keys(random: Random, data: bytes, other: bytes) -> bytes:
    """A key made another key, doubled with a value of another type, or moved in or out."""
    found = list(_KEY.finditer(data))
    if not found:
        return data
    at = random.choice(found)
    match random.randrange(3):
        case 0:
            donors = _KEY.findall(other) or [at[0]]
            return (
                data[: at.start()]
                + random.choice((random.choice(found)[0], random.choice(donors)))
                + data[at.end() :]
            )
        case 1:
            end = data.find(b"\n", at.end())
            return (
                data[: at.end() + 1]
                + b" "
                + random.choice(_YAML_WORDS).encode()
                + data[end if end > 0 else len(data) :]
            )
        case _:
            start = data.rfind(b"\n", 0, at.start()) + 1
            line = data[start:]
            shifted = (
                b" " * random.randint(1, 4) + line if random.random() < 0.5 else line.removeprefix(b"  ")
            )
            return data[:start] + shifted


MUTATIONS: dict[str, tuple[Mutation, ...]] = {
    "pdf": (*BYTES, *(_pdf_words,) * 8, *(_pdf_objects,) * 6, *(_pdf_streams,) * 12),
    "docx": (*BYTES, *(_in_zip,) * 200),
    "xlsx": (*BYTES, *(_in_zip,) * 200),
    "xls": (*BYTES, *(_records,) * 80),
    "ofd": (*BYTES, *(_in_zip,) * 200),
    "zip": (*BYTES, *(_in_zip,) * 100),
    "html": (*BYTES, _recoded, *TEXT * 2, *MARKUP * 4),
    "text": (*BYTES, _recoded, *TEXT * 8),
    "yaml": (*BYTES, *TEXT, *(_yaml_tokens,) * 12, *(_yaml_keys,) * 8),
}


def mutated(format_: str, number: int, seed: int, seeds: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The mutated file of a number: the name of the seed that it comes from, and its bytes."""
    random = Random(f"{seed} {format_} {number}")
    (name, data), (_, other) = random.choice(seeds), random.choice(seeds)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 6))):
        data = random.choice(MUTATIONS[format_])(random, data, other)[:_MOST]
    return name, data

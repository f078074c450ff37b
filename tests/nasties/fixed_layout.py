"""PDF and OFD."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from tests.nasties import Nasty
from tests.nasties.office import DOCTYPES
from tests.ofd_builder import Page, ofd, packed, parts

_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_WORDS = b"BT /F 12 Tf 72 700 Td (Budget 10.00) Tj ET"


def _pdf(objects: Sequence[bytes], trailer: bytes = b"", start: int | None = None) -> bytes:
    """A PDF of numbered objects, the first of which is its catalog."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(data) if start is None else start
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, end)
    )


def _stream(data: bytes, entries: bytes = b"", packed_: bool = False, length: int | None = None) -> bytes:
    if packed_:
        data, entries = zlib.compress(data, 9), entries + b"/Filter/FlateDecode"
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (
        len(data) if length is None else length,
        entries,
        data,
    )


def _one_page(content: bytes, page: bytes = b"", *more: bytes, catalog: bytes = _CATALOG) -> bytes:
    """A PDF of one page: 3 is the page, 4 its font, 5 its content, 6 the first of `more`."""
    return _pdf(
        [
            catalog,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
            b"/Resources<</Font<</F 4 0 R>>/XObject<</X 6 0 R>>>>%s>>" % page,
            _FONT,
            content,
            *more,
        ]
    )


def _worded(page: bytes = b"", *more: bytes, catalog: bytes = _CATALOG) -> bytes:
    return _one_page(_stream(_WORDS), page, *more, catalog=catalog)


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return _pdf(
        [
            _CATALOG,
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
            _FONT,
            _stream(_WORDS),
        ]
    )


def _forms(levels: int, each: int) -> bytes:
    """Forms in forms: each draws the next one so often."""
    forms = [
        _stream(
            b"/X Do " * each,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (7 + level),
        )
        for level in range(levels)
    ]
    last = _stream(b"0 0 m 9 9 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return _one_page(_stream(_WORDS + b" /X Do"), b"", *forms, last)


_ACTIONS = (
    b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
    b"/AA<</WC<</S/Launch/F(/bin/true)>>>>/URI<</Base(http://192.0.2.1/)>>/Metadata 7 0 R"
    b"/AcroForm<</XFA 7 0 R/Fields[]>>/Names<</EmbeddedFiles<</Names[(a.exe) 8 0 R]>>"
    b"/JavaScript<</Names[(a)<</S/JavaScript/JS(app.launchURL('http://192.0.2.1/'))>>]>>>>>>"
)
_XMP = _stream(
    f"{DOCTYPES['file'][0]}<x:xmpmeta xmlns:x='adobe:ns:meta/'>&a;</x:xmpmeta>".encode(),
    b"/Type/Metadata/Subtype/XML",
)
_ATTACHED = b"<</Type/Filespec/F(http://192.0.2.1/a)/FS/URL/EF<</F 5 0 R>>>>"
_ANNOTATIONS = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://192.0.2.1/)>>>>]/AA<</O<</S/JavaScript/JS(1)>>>>"
_HUGE_IMAGE = _stream(
    b"", b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB"
)
_CONTENT, _DOCUMENT = "Doc_0/Pages/Page_0/Content.xml", "Doc_0/Document.xml"
_DEEP = b"[" * 100_000 + b"]" * 100_000


def _ofd(old: str = "", new: str = "", part: str = _CONTENT) -> bytes:
    """An OFD of a page, with a change in one of its parts."""
    page = Page()
    page.text(20, 40, "收入10.00万元")
    contents = parts([page])
    assert old in contents[part]
    contents[part] = contents[part].replace(old, new)
    return packed(contents)


def _with_doctype(name: str) -> bytes:
    doctype, text = DOCTYPES[name]
    return _ofd("<ofd:Page ", f"{doctype}<ofd:Page a='{text}' ")


_PAGE = '<ofd:Page ID="0" BaseLoc="Pages/Page_0/Content.xml"/>'

NASTIES = (
    Nasty("many-pages.pdf", lambda: _many_pages(10_000), "页数达 10,000，超过上限 5,000"),
    Nasty("million-paths.pdf", lambda: _one_page(_stream(b"0 0 m 9 9 l S " * 600_000, packed_=True)), "一页的线段数达 "),
    Nasty("one-path.pdf", lambda: _one_page(_stream(b"0 0 m " + b"9 9 l " * 1_000_000 + b"S", packed_=True)), "一页的线段数达 "),
    Nasty("many-letters.pdf", lambda: _one_page(_stream(b"BT /F 1 Tf (" + b") Tj (".join([b"1" * 30_000] * 8) + b") Tj ET", packed_=True)), "一页的字符数达 "),
    Nasty("page-in-itself.pdf", lambda: _pdf([_CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000>>"])),
    Nasty("pages-in-a-ring.pdf", lambda: _pdf([_CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2>>", b"<</Type/Pages/Kids[2 0 R]/Count 2/Parent 2 0 R>>"])),
    Nasty("lying-count.pdf", lambda: _pdf([_CATALOG, b"<</Type/Pages/Kids[]/Count 2000000000>>"]), "PDF"),
    Nasty("object-is-itself.pdf", lambda: _pdf([b"1 0 R", b"2 0 R"]), "PDF 文件已损坏"),
    Nasty("length-is-itself.pdf", lambda: _worded(b"", b"<</Length 6 0 R>>\nstream\nx\nendstream"), holds="Budget 10.00"),
    Nasty("object-stream-in-itself.pdf", lambda: _worded(b"", _stream(b"6 0 1 1 R", b"/Type/ObjStm/N 1/First 4/Extends 6 0 R")), holds="Budget 10.00"),
    Nasty("tables-in-a-ring.pdf", lambda: _pdf([_CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"], b"/Prev 9"), "PDF"),
    Nasty("start-nowhere.pdf", lambda: _worded()[:-9] + b"999999999\n%%EOF", holds="Budget 10.00"),
    Nasty("false-length.pdf", lambda: _one_page(_stream(_WORDS, length=2_000_000_000)), holds="Budget 10.00"),
    Nasty("deep-array.pdf", lambda: _worded(b"/X " + _DEEP), holds="Budget 10.00"),
    Nasty("deep-content.pdf", lambda: _one_page(_stream(_WORDS + b" " + _DEEP)), holds="Budget 10.00"),
    Nasty("deep-states.pdf", lambda: _one_page(_stream(b"q " * 1_000_000 + _WORDS, packed_=True)), holds="Budget 10.00"),
    Nasty("forms.pdf", lambda: _forms(12, 10), cause="memory"),
    Nasty("form-in-itself.pdf", lambda: _one_page(_stream(_WORDS + b" /X Do"), b"", _stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")), holds="Budget 10.00"),
    Nasty("bomb.pdf", lambda: _one_page(_stream(b" " * 60_000_000 + _WORDS, packed_=True)), holds="Budget 10.00"),
    Nasty("huge-image.pdf", lambda: _one_page(_stream(_WORDS + b" 500 0 0 500 9 9 cm /X Do"), b"", _HUGE_IMAGE), holds="Budget 10.00"),
    Nasty("huge-page.pdf", lambda: _worded(b"/MediaBox[0 0 1000000000 1000000000]/UserUnit 1000"), holds="Budget 10.00"),
    Nasty("no-box.pdf", lambda: _worded(b"/MediaBox[0 0 0 0]"), holds="Budget 10.00"),
    Nasty("actions.pdf", lambda: _worded(_ANNOTATIONS, b"<<>>", _XMP, _ATTACHED, catalog=_ACTIONS), holds="Budget 10.00"),
    Nasty("truncated.pdf", lambda: _worded()[:300], "PDF"),
    Nasty("empty.pdf", lambda: b"%PDF-1.7\n", "PDF 文件已损坏"),
    Nasty("no-pages.pdf", lambda: _pdf([_CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"]), "PDF 文件已损坏"),
    *(Nasty(f"{name}.ofd", lambda name=name: _with_doctype(name), "已损坏") for name in DOCTYPES),  # type: ignore[misc]
    Nasty("page-again.ofd", lambda: _ofd(_PAGE, _PAGE * 5_001, _DOCUMENT), "页数达 5,001，超过上限 5,000"),
    Nasty("templates-in-a-ring.ofd", lambda: ofd([Page(templates=("a",))], {"a": Page(templates=("b",)), "b": Page(templates=("a",))})),
    Nasty("page-leads-to-document.ofd", lambda: _ofd("Pages/Page_0/Content.xml", "Document.xml", _DOCUMENT)),
    Nasty("page-leads-out.ofd", lambda: _ofd("Pages/Page_0/Content.xml", "../../../../etc/passwd", _DOCUMENT), "已损坏"),
    Nasty("offsets.ofd", lambda: _ofd('DeltaX="', 'DeltaX="g 999999999 1 '), "已损坏"),
    Nasty("long-offsets.ofd", lambda: _ofd('DeltaX="', 'DeltaX="g 999999 1 '), holds="收"),
    Nasty("huge-place.ofd", lambda: _ofd('X="0"', 'X="1e300"'), "已损坏"),
    Nasty("not-a-number.ofd", lambda: _ofd('X="0"', 'X="nan"'), "已损坏"),
    Nasty("path.ofd", lambda: _ofd("</ofd:Layer>", "<ofd:PathObject Boundary='0 0 9 9'><ofd:AbbreviatedData>" + "L 9 9 " * 700_000 + "</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer>"), "一页的线段数达 "),
    Nasty("deep.ofd", lambda: _ofd("</ofd:Layer>", "<ofd:PageBlock>" * 100_000 + "</ofd:PageBlock>" * 100_000 + "</ofd:Layer>"), holds="收入10.00万元"),
    Nasty("truncated.ofd", lambda: _ofd()[:-50], "已损坏"),
)  # fmt: skip

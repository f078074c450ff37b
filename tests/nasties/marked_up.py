"""Web pages."""

from __future__ import annotations

from tests.nasties import Nasty

_REMOTE = """\
<!doctype html><link rel=stylesheet href="http://192.0.2.1/a.css"><base href="http://192.0.2.1/">
<meta http-equiv=refresh content="0;url=http://192.0.2.1/"><script src="http://192.0.2.1/a.js"></script>
<img src="http://192.0.2.1/a.png"><iframe src="file:///etc/passwd"></iframe><object data="//192.0.2.1/x"></object>
<p onclick="alert(1)">收入10万元<style>@import url(http://192.0.2.1/b.css)</style></p>"""
_ENTITIES = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><p>甲&a;乙</p></html>'
_LAUGHS = (
    "<!DOCTYPE html ["
    + "".join(f'<!ENTITY a{level + 1} "' + f"&a{level};" * 10 + '">' for level in range(9))
    + "]><html><p>收入&a9;</p></html>"
)


def _page(body: str) -> bytes:
    return f"<!doctype html><meta charset=utf-8><p>收入10万元</p>{body}".encode()


NASTIES = (
    Nasty("remote.html", _REMOTE.encode, holds="收入10万元"),
    Nasty("entity-of-a-file.html", _ENTITIES.encode, holds="甲&a;乙"),
    Nasty("laughs.html", _LAUGHS.encode, holds="收入&a9;"),
    Nasty("deep.html", lambda: _page("<div>" * 30_000 + "底"), holds="底"),
    Nasty("deep-tables.html", lambda: _page("<table><tr><td>" * 5_000 + "底"), holds="底"),
    Nasty("deep-lists.html", lambda: _page("<ol><li>" * 5_000 + "底"), holds="底"),
    Nasty("misnested.html", lambda: _page("<b><i><a>" * 5_000 + "底"), holds="底"),
    Nasty("wide.html", lambda: _page("<table><tr><td colspan=1000000000>甲<td>乙<tr><td>丙<td>丁</table>"), holds="丁"),
    Nasty("tall.html", lambda: _page("<table><tr><td rowspan=1000000000>甲<td>乙<tr><td>丁</table>"), holds="丁"),
    Nasty("many-cells.html", lambda: _page("<table><tr>" + "<td rowspan=60000>1" * 1200 + "<tr><td>2" * 1200), "单元格数达 1,44"),
    Nasty("attributes.html", lambda: _page("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">甲"), holds="甲"),
    Nasty("comment.html", lambda: _page("<!--" + "-" * 1_000_000), holds="收入10万元"),
    Nasty("styles.html", lambda: _page("<p style='" + "a:b;" * 200_000 + "'>甲"), holds="甲"),
    Nasty("script-alone.html", lambda: b"<!doctype html><script>x</script>", "网页里没有文字"),
    Nasty("wrong-encoding.html", lambda: b"<!doctype html><meta charset=utf-16><p>" + bytes(range(128, 256)) * 40, "编码无法识别"),
)  # fmt: skip

"""`checker rules docs`: a page for each rule, all links whole, found by its words in a real browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from checker.cli import app
from checker.rulebook.library import Library
from tests.browser import needs_browser, opened

LIBRARY = Library()
PACKS = ("common/arithmetic", "hebei/shijiazhuang/department-budget")
RULES = [(id_, rule) for id_ in PACKS for rule in LIBRARY.load(id_).rules]

STRANGE = """\
pack: 我局
title: <b>我局</b>
version: "1"
applies: {}
defaults: {severity: error, basis: [law]}
basis:
  law: {instrument: "<script>document.title='owned'</script>"}
rules:
  规则.1:
    title: a < b & c
    assert: count(each table) >= 0
    fix: 核对。
    examples:
      - {outcome: pass, given: "</pre><b>"}
      - {outcome: fail, given: 略}
"""


class Links(HTMLParser):
    """The links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    ran = CliRunner().invoke(app, ["rules", "docs", *PACKS, "-o", str(folder)])
    assert ran.exit_code == 0
    return folder


def test_every_rule_has_a_page_where_it_stands_and_every_link_leads_to_a_page(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert {rule.id for _, rule in RULES} == {page.stem for page in pages} - {"index"}
    for page in pages:
        links = Links()
        links.feed(page.read_text(encoding="utf-8"))
        assert links.found
        for link in links.found:
            assert (page.parent / unquote(link)).is_file(), (page, link)


def test_a_page_goes_from_the_law_to_the_rule_its_examples_and_the_fix(site: Path) -> None:
    text = (site / "hebei" / "shijiazhuang" / "department-budget" / "SJZ601.html").read_text(encoding="utf-8")
    for words in (
        "《中华人民共和国政府采购法》第三十三条",
        "“政府采购预算情况”部分写的“…安排采购预算（金额）” 等于",
        "办公设备 | A020201 | 3.50",
        "核对采购明细表与情况说明中的采购预算总额。",
    ):
        assert words in text


def test_words_of_a_rule_are_no_markup(tmp_path: Path) -> None:
    file = tmp_path / "我局.yaml"
    file.write_text(STRANGE, encoding="utf-8")
    ran = CliRunner().invoke(app, ["rules", "docs", str(file), "-o", str(tmp_path / "site")])
    assert ran.exit_code == 0
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script>document" not in text
        assert "</pre><b>" not in text
    assert (tmp_path / "site" / "我局" / "规则.1.html").is_file()


@needs_browser
@pytest.mark.parametrize(
    ("wanted", "shown"), [("SJZ601", {"SJZ601"}), ("%E5%9B%BA%E5%AE%9A%E8%B5%84%E4%BA%A7%20%E8%B4%A7%E7%89%A9", {"SJZ609"})]
)  # fmt: skip
def test_the_search_shows_the_rules_that_have_all_words(
    site: Path, tmp_path: Path, wanted: str, shown: set[str]
) -> None:
    page = opened(f"{(site / 'index.html').as_uri()}#{wanted}", tmp_path / "profile")
    rows = re.findall(r"<tr data-words=[^>]*?( hidden=\"\")?><td class=\"id\"><a [^>]*>([^<]+)</a>", page)
    assert {id_ for hidden, id_ in rows if not hidden} == shown
    assert len(rows) == len({rule.id for _, rule in RULES})

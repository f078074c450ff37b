"""The HTML report in a real browser, as an auditor uses it: opened from disk, filtered, followed, printed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from checker.checking import report_on
from checker.report import Report
from checker.report.headlines import headline
from checker.report.words import words
from checker.rulebook.library import Library
from checker.writers import html
from tests.browser import Tab, browsing, needs_browser

pytestmark = needs_browser
SAMPLE = Path(__file__).resolve().parent.parent / "examples" / "sample-budget-2019.pdf"
ZH = words("zh")
_SHOWN_CARDS = (
    "[...document.querySelectorAll('article[data-severity]')].filter(e => e.checkVisibility()).map(e => e.id)"
)
_SHOWN_ROWS = "[...document.querySelectorAll('tr[data-finding]')].filter(e => e.checkVisibility()).map(e => e.dataset.finding)"


@pytest.fixture(scope="module")
def report() -> Report:
    return report_on(SAMPLE, Library())


@pytest.fixture(scope="module")
def page(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "报告.html"
    file.write_bytes(html.write(report, ZH))
    return file


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browsing(tmp_path_factory.mktemp("with") / "profile") as tab:
        yield tab


@pytest.fixture(scope="module")
def without_scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browsing(tmp_path_factory.mktemp("without") / "profile", scripts=False) as tab:
        yield tab


@pytest.fixture
def tab(browser: Tab, page: Path) -> Tab:
    browser.size(1200, 900)
    browser.open(page.as_uri())
    return browser


def failed(report: Report) -> str:
    """The fingerprint of the first finding that blames a figure."""
    return next(finding.fingerprint for finding in report.findings if finding.likely)


def test_it_opens_from_disk_asks_for_nothing_and_nobody_complains(browser: Tab, page: Path) -> None:
    browser.requests.clear()
    browser.open(page.as_uri())
    assert browser.requests == [page.as_uri()]
    assert browser.complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_it_fits_every_window(
    browser: Tab, report: Report, tmp_path: Path, language: str, scheme: str, width: int
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(html.write(report, words(language)))
    browser.size(width, 900)
    browser.open(file.as_uri())
    browser.scheme(scheme)
    assert browser.value("document.documentElement.scrollWidth") <= width
    ground = browser.value("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) > 384) == (scheme == "light")
    assert browser.complaints == []


def test_a_grade_that_is_not_wanted_is_hidden_in_the_list_and_among_the_cards(
    tab: Tab, report: Report
) -> None:
    tab.click("#filter input[value=error]")
    expected = [finding.fingerprint for finding in report.findings if finding.severity != "error"]
    assert 0 < len(expected) < len(report.findings)
    assert tab.value(_SHOWN_CARDS) == expected
    assert tab.value(_SHOWN_ROWS) == expected
    assert tab.value("document.querySelector('#filter output').value") == ZH.filled(
        "html", "shown", shown=len(expected), total=len(report.findings)
    )


def test_the_search_leaves_the_findings_that_have_the_words(tab: Tab, report: Report) -> None:
    wanted = report.findings[-1]
    tab.press("/")
    tab.ask("Input.insertText", text=headline(wanted, ZH).upper())
    assert tab.value(_SHOWN_CARDS) == [wanted.fingerprint]
    assert tab.value(_SHOWN_ROWS) == [wanted.fingerprint]


def test_keys_go_from_finding_to_finding_and_not_while_one_types(tab: Tab, report: Report) -> None:
    prints = [finding.fingerprint for finding in report.findings]
    gone = []
    for key in "jjkk":
        tab.press(key)
        gone.append(tab.value("location.hash")[1:])
    assert gone == [prints[0], prints[1], prints[0], prints[0]]
    tab.click("#filter input[type=search]")
    tab.press("j")
    assert tab.value("location.hash")[1:] == prints[0]


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_list_to_the_finding_to_the_figure_to_its_checks_and_back(
    browser: Tab, without_scripts: Tab, page: Path, report: Report, scripts: bool
) -> None:
    tab = browser if scripts else without_scripts
    tab.size(1200, 900)
    tab.open(page.as_uri())
    finding = failed(report)
    assert tab.seen("#filter") is False
    tab.click(f'tr[data-finding="{finding}"] a')
    assert tab.seen(f'[id="{finding}"]')
    tab.click(f'[id="{finding}"] .where a')
    figure = tab.value("location.hash")
    assert tab.seen(figure)
    assert tab.value(f"document.querySelector('{figure}').className") == "f fail suspect"
    tab.click(figure)
    uses = tab.value("location.hash")
    assert uses == figure.replace("f", "u")
    assert tab.seen(uses)
    assert tab.value("[...document.querySelectorAll('.uses')].filter(e => e.checkVisibility()).length") == 1
    tab.click(f"{uses} .close")
    assert tab.value("location.hash") == figure
    assert not tab.seen(uses)
    tab.click(figure)
    tab.click(f"{uses} li a")
    assert tab.value("location.hash") == f"#{finding}"
    assert tab.seen(f'[id="{finding}"]')
    assert tab.complaints == []


def test_escape_leaves_the_checks_of_a_figure(tab: Tab) -> None:
    tab.click("a.f.pass")
    assert tab.seen(".uses:target")
    tab.press("Escape")
    assert tab.value("location.hash")[:2] == "#f"
    assert not tab.seen(".uses:target")


def test_without_scripts_all_is_shown_and_opens(without_scripts: Tab, page: Path, report: Report) -> None:
    tab = without_scripts
    tab.open(page.as_uri())
    assert tab.value("document.querySelector('#filter').checkVisibility()") is False
    assert tab.value(_SHOWN_CARDS) == [finding.fingerprint for finding in report.findings]
    tab.click("#held summary")
    assert tab.seen("#held details[open] td")
    assert tab.complaints == []


def test_on_paper_stand_all_findings_and_the_document_with_its_signs(tab: Tab, report: Report) -> None:
    tab.click("a.f.pass")
    with pypdfium2.PdfDocument(io.BytesIO(tab.printed())) as pdf:
        assert {tuple(round(edge) for edge in page.get_size()) for page in pdf} <= {(595, 842), (594, 842)}
        text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pdf))
    for finding in report.findings:
        assert re.sub(r"\s", "", headline(finding, ZH)) in text
    assert ZH("html", "back") not in text
    assert ZH("html", "search") not in text
    suspect = next(finding.likely.figure.text for finding in report.findings if finding.likely)
    assert f"{suspect}×" in text
    assert text.count("√") > 50

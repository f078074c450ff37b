"""The HTML report: one self-contained page that says what the report says and runs nothing of a document."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from checker.engine import evaluate
from checker.facts import facts_of
from checker.readback.rule import entries
from checker.readers import read_bytes
from checker.report import Report, build
from checker.report.headlines import headline
from checker.report.inspection import Answer, inspected
from checker.report.words import words
from checker.rulebook.library import Library
from checker.structure import structured
from checker.writers import html
from tests.browser import needs_browser, opened

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = (ROOT / "examples" / "sample-budget-2019.txt").read_text(encoding="utf-8")
PACK = "hebei/shijiazhuang/department-budget"
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">{{7*7}}"


def report_on(text: str, name: str = "sample.txt") -> Report:
    facts = facts_of(structured(read_bytes(text.encode("utf-8"), name)))
    pack = Library().load(PACK)
    return build(facts, [(pack, "test")], evaluate(pack, facts))


class _Text(HTMLParser):
    """The words of a page and the addresses that it names."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: bytes) -> tuple[str, _Text]:
    parser = _Text()
    parser.feed(page.decode("utf-8"))
    return re.sub(r"\s+", " ", " ".join(parser.words)), parser


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_every_finding_with_its_arithmetic_basis_and_fix(language: str) -> None:
    report = report_on(SAMPLE)
    said = words(language)
    text, _ = read(html.write(report, said))
    assert said("verdict", report.verdict) in text
    assert report.findings
    for finding in report.findings:
        assert headline(finding, said) in text
        assert finding.rule.title in text
        assert said.fix(finding) in text
        assert finding.rule.id in text
        for basis in finding.rule.basis:
            assert str(basis) in text
        for computation in finding.computations:
            for side in (computation.left, computation.right):
                for term in side.terms:
                    assert term.figure.text in text
    for figure in report.unchecked:
        assert figure.text in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_inspection_form_stands_on_the_page_and_leads_to_the_findings(language: str) -> None:
    report, said = report_on(SAMPLE), words(language)
    page = html.write(report, said).decode("utf-8")
    form = page[page.index('<section id="inspection"') : page.index('<section id="obligations"')]
    for line in inspected(report):
        assert line.row.rest or f'<th scope="row">{line.row.titles[language]}</th>' in form
        for problem in line.problems:
            assert f'<a href="#{problem.finding.fingerprint}">{problem.number}.' in form
    answers = [line.answer for line in inspected(report)]
    assert form.count("#mark-error") == answers.count(Answer.NOT_MET) > 0
    assert form.count("#mark-pass") == answers.count(Answer.MET)


def test_the_page_names_nothing_outside_itself() -> None:
    page = html.write(report_on(SAMPLE), words("zh"))
    _, parser = read(page)
    assert all(address.startswith(("#", "data:image/")) for address in parser.addresses), parser.addresses
    assert "default-src 'none'" in unescape(page.decode("utf-8"))
    assert b"://" not in page
    assert b"@import" not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_finding_leads_to_what_its_rules_say_and_so_does_what_could_not_be_told(language: str) -> None:
    report = report_on(SAMPLE)
    page = html.write(report, words(language)).decode("utf-8")
    _, parser = read(page.encode("utf-8"))
    asked = {rule.id for finding in report.findings for rule in finding.rules}
    asked |= {outcome.rule for group in report.undetermined for outcome in group.outcomes}
    assert asked
    assert {address for address in parser.addresses if address.startswith("#rule-")} == {
        f"#rule-{id_}" for id_ in asked
    }
    for id_ in asked:
        (own,) = re.findall(rf'<article class="asked" id="rule-{id_}">.*?</article>', page, re.DOTALL)
        said, _ = read(own.encode("utf-8"))
        shown = ("severity", "applies", "fix")  # elsewhere on the page
        for name, parts in entries(report.rules[id_], report.homes[id_], language, without=shown):
            assert all(re.sub(r"\s+", " ", part) in said for part in (name, *parts)), (name, parts)


def test_the_words_of_a_rule_are_shown_and_never_run() -> None:
    report = report_on(SAMPLE)
    rules = {id_: replace(rule, title=HOSTILE) for id_, rule in report.rules.items()}
    packs = {id_: replace(pack, version=HOSTILE) for id_, pack in report.homes.items()}
    _, parser = read(html.write(replace(report, rules=rules, homes=packs), words("zh")))
    assert parser.scripts == read(html.write(report, words("zh")))[1].scripts


def test_the_same_report_gives_the_same_page() -> None:
    assert html.write(report_on(SAMPLE), words("zh")) == html.write(report_on(SAMPLE), words("zh"))


def test_text_of_a_document_is_shown_and_never_run() -> None:
    report = report_on(SAMPLE.replace("复印件", HOSTILE).replace("滹沱事务协调", HOSTILE), f"{HOSTILE}.txt")
    text, parser = read(html.write(report, words("zh")))
    assert parser.scripts == read(html.write(report_on(SAMPLE), words("zh")))[1].scripts
    assert "document.title='owned'" in text
    assert "{{7*7}}" in text


@needs_browser
def test_the_page_opens_in_a_browser_without_a_complaint(tmp_path: Path) -> None:
    report = report_on(SAMPLE.replace("复印件", HOSTILE))
    page = tmp_path / "report.html"
    page.write_bytes(html.write(report, words("zh")))
    shot = f"--screenshot={tmp_path / 'shot.png'}"
    shown = opened(page.as_uri(), tmp_path / "profile", shot, "--window-size=1200,2400")
    assert "<title>owned" not in shown
    for finding in report.findings:
        assert f'id="{finding.fingerprint}"' in shown


def test_every_role_of_evidence_has_its_words() -> None:
    said = re.compile(r"""(?:Evidence\(|of_figure\([^,()]+, |row_evidence\([^,()]+, )\s*"([a-z-]+)\"""")
    roles = {
        role for file in (ROOT / "checker").rglob("*.py") for role in said.findall(file.read_text("utf-8"))
    }
    assert {"contents", "heading", "unit", "stated"} <= roles
    for language in ("zh", "en"):
        assert all(words(language)("role", role) for role in roles)

"""No words of a submission or of a rule file run in a browser, wherever they stand and whatever they look like.

Each page is opened twice: as it is, and with its policy switched off, so that the escaping has to hold by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import app
from checker.report.hidden import visible
from tests.batches import batch
from tests.browser import Tab, browsing, needs_browser

pytestmark = needs_browser
PAYLOADS = (Path(__file__).parent / "xss.txt").read_text(encoding="utf-8").splitlines()
PLAIN = [payload for payload in PAYLOADS if "{" not in payload and "}" not in payload]
"""Those that a rule's message can hold: braces are expressions there."""

NAMES = [name for payload in PAYLOADS if len(name := payload.replace("/", "∕").strip(". ")) < 60][::12]
"""As files may be called."""

WATCH = (
    "window.ran = []; for (const name of ['alert', 'msgbox', 'confirm', 'prompt', 'print', 'open'])"
    " window[name] = (...told) => { window.ran.push(name); };"
)
FOUND = """(() => {
  const bad = [];
  for (const e of document.querySelectorAll('*')) {
    if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FORM', 'MATH', 'TEMPLATE', 'LINK', 'MARQUEE', 'VIDEO', 'AUDIO', 'IMG',
         'FOREIGNOBJECT', 'ANIMATE', 'SET', 'X'].includes(e.tagName.toUpperCase())) bad.push(e.outerHTML.slice(0, 99));
    for (const a of e.attributes) {
      if (a.name.startsWith('on') || a.name === 'srcdoc' || a.name === 'formaction') bad.push(a.name + '=' + a.value);
      if (['href', 'src', 'action', 'data', 'xlink:href'].includes(a.name) && !/^(#|reports\\/|(\\.\\.\\/)*[^:]*\\.html)/.test(a.value))
        bad.push(a.name + '=' + a.value);
    }
  }
  for (const e of document.querySelectorAll('meta[http-equiv]'))
    if (e.httpEquiv !== 'Content-Security-Policy') bad.push(e.outerHTML);
  return bad;
})()"""


def quoted(words: str) -> str:
    """As a YAML scalar."""
    return json.dumps(words, ensure_ascii=False)


def pack() -> str:
    """A rule for every payload, which stands in its title, message, fix, basis, words, examples and obligation."""
    basis = "".join(
        f"  b{at}: {{instrument: {quoted(payload)}, number: {quoted(payload)}, article: {quoted(payload)}}}\n"
        for at, payload in enumerate(PAYLOADS)
    )
    words = "".join(f"  w{at}: [{quoted(payload)}]\n" for at, payload in enumerate(PAYLOADS))
    rules = "".join(
        f"  X{at}:\n    title: {quoted(payload)}\n    assert: duties.text mentions w{at} and duties.text mentions never\n"
        f"    message: {quoted(payload if payload in PLAIN else '问题 ' + str(at))}\n    fix: {quoted(payload)}\n"
        f"    basis: [b{at}]\n    examples:\n"
        f"      - {{outcome: pass, given: {quoted('一、主要职责' + chr(10) + payload + '不会有的')}}}\n"
        f"      - {{outcome: fail, given: {quoted('一、主要职责' + chr(10) + payload)}}}\n"
        for at, payload in enumerate(PAYLOADS)
    )
    obligations = "".join(
        f"  o{at}: {{words: {quoted(payload)}, person: {quoted(payload)}, basis: b{at}}}\n"
        for at, payload in enumerate(PAYLOADS)
    )
    return (
        f"pack: x\ntitle: {quoted(PAYLOADS[0])}\nversion: {quoted(PAYLOADS[1])}\napplies: {{kind: budget}}\n"
        f"basis:\n{basis}sections: {{duties: 主要职责}}\nwords:\n  never: [不会有的]\n{words}rules:\n{rules}obligations:\n{obligations}"
    )


def submission() -> str:
    """Every payload is a heading, a sentence, a title, a header, a cell, a note and the name of an item that does not add up."""
    said = [payload.replace("\t", " ") for payload in PAYLOADS]
    text = "2024年部门预算\n一、主要职责\n" + "".join(
        f"{payload}，收入3.00万元，其中：甲1.00万元、乙1.00万元。\n" for payload in said
    )
    for at, payload in enumerate(said, start=1):
        text += f"{at}. {payload}\n说明。\n"
        text += f"{payload}表\n单位：万元\n项目\t{payload}合计\t基本支出\t项目支出\n{payload}\t9.00\t1.00\t2.00\n合计\t9.00\t1.00\t2.00\n注：{payload}\n"
    return text


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report, the summary of a batch and the site of the rules."""
    at = tmp_path_factory.mktemp("xss")
    (at / "x.yaml").write_text(pack(), encoding="utf-8")
    for name in NAMES:
        (at / "in" / name).mkdir(parents=True)
        (at / "in" / name / "a.txt").write_text("2024年部门预算\n一、主要职责\n管理。\n", encoding="utf-8")
        described = f"entity: {quoted(name)}\nfiscal_year: 2024\nkind: budget\nfiles: [a.txt]\n"
        (at / "in" / name / "submission.yaml").write_text(described, encoding="utf-8")
        (at / "in" / f"{name}.txt").write_text("一、主要职责\n管理。\n", encoding="utf-8")
    one = at / PLAIN[17].replace("/", "∕")
    one.mkdir()
    (one / "a.txt").write_text(submission(), encoding="utf-8")
    files = json.dumps(["a.txt"])
    described = f"entity: {quoted(PAYLOADS[17])}\nfiscal_year: 2024\nkind: budget\nfiles: {files}\n"
    (one / "submission.yaml").write_text(described, encoding="utf-8")
    rules = ["--rules", str(at / "x.yaml"), "--rules", "common/arithmetic"]
    ran = CliRunner().invoke(
        app, ["check", str(one), *rules, "-o", str(at / "report.html")], catch_exceptions=False
    )
    assert ran.exit_code == 1, ran.output
    ran = CliRunner().invoke(
        app, ["rules", "docs", str(at / "x.yaml"), "-o", str(at / "site")], catch_exceptions=False
    )
    assert ran.exit_code == 0, ran.output
    roster = "entity,level,kind,year,region,approved,published\n" + "".join(
        f'"{payload.replace(chr(34), chr(34) * 2)}",department,budget,2024,"{payload.replace(chr(34), chr(34) * 2)}",,\n'
        for payload in PAYLOADS
    )
    (at / "roster.csv").write_text(roster, encoding="utf-8")
    told = batch(at, "in", "-o", "out", "--roster", "roster.csv", "--format", "html", rules="x.yaml")
    assert told.returncode == 1, told.stderr
    return at


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browsing(tmp_path_factory.mktemp("browser") / "profile") as tab:
        tab.ask("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        yield tab


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def test_nothing_runs_loads_or_leads_away(browser: Tab, pages: Path) -> None:
    """One test for all pages, so that they are made once however many processes run the tests."""
    shown = {
        "report.html": PAYLOADS,
        "out/summary.html": [*NAMES, *PAYLOADS],
        "site/index.html": PAYLOADS,
        "site/x/X0.html": PAYLOADS[:1],
    }
    for page, payloads in shown.items():
        for policy in (True, False):
            browser.ask("Page.setBypassCSP", enabled=not policy)
            browser.requests.clear()
            browser.complaints.clear()
            address = (pages / page).as_uri()
            browser.open(address)
            browser.value("document.querySelectorAll('details').forEach(e => { e.open = true; })")
            assert browser.value(FOUND) == [], page
            assert browser.value("window.ran") == [], page
            assert browser.value("location.href") == address
            assert browser.requests == [address]
            assert browser.complaints == [], page
            words = squeezed(str(browser.value("document.body.textContent")))
            assert [one for one in payloads if squeezed(visible(one)) not in words] == [], page
    made = {
        path.relative_to(pages / "site").as_posix() for path in (pages / "site").rglob("*") if path.is_file()
    }
    assert made == {"index.html", *(f"x/X{at}.html" for at in range(len(PAYLOADS)))}


def test_the_watch_sees_what_runs(browser: Tab, tmp_path: Path) -> None:
    """The same page with a payload that is not escaped is noticed, so that the test above can fail."""
    browser.ask("Page.setBypassCSP", enabled=False)
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><p>" + "".join(PAYLOADS[:1] + PAYLOADS[17:18]), encoding="utf-8")
    browser.open(page.as_uri())
    assert browser.value("window.ran")
    assert browser.value(FOUND)

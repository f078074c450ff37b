"""An impact as a table on the terminal and as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from checker import resources
from checker.model.shown import shown
from checker.report.pages import rendered
from checker.report.words import words as words_of
from checker.rule_tools.impact import Change, Impact, Turn

_TURNS = {
    Turn.FAILS: "新增不成立 / now fail",
    Turn.PASSES: "变为成立 / now pass",
    Turn.UNDETERMINED: "变为无法判定 / now undetermined",
    Turn.STILL_UNDETERMINED: "仍无法判定而原因不同 / undetermined for other reasons",
    Turn.NOT_APPLICABLE: "变为不适用 / now not applicable",
    Turn.GONE: "不再核对 / no longer checked",
}
_MOST = 20


def show(found: Impact) -> None:
    console = Console(highlight=False)
    console.print(Text(shown(_headline(found)), style="bold"), soft_wrap=True)
    for line in found.unreadable:
        console.print(Text(shown(line), style="yellow"), soft_wrap=True)
    if not found.changes:
        console.print("没有变化 / nothing changes")
        return
    console.print(
        _table("规则 / rule", found.by_rule(), {rule: found.title(rule) for rule in found.by_rule()})
    )
    console.print(_table("部门（单位）/ entity", found.by_entity(), {}))
    for change in found.changes[:_MOST]:
        console.print(Text(shown(f"  {_said(change)}")), soft_wrap=True)
    if len(found.changes) > _MOST:
        more = len(found.changes) - _MOST
        console.print(
            Text(f"  另有 {more} 处，见 -o 页面 / {more} more, on the page of -o", style="dim"),
            soft_wrap=True,
        )


def page(found: Impact) -> bytes:
    """The whole comparison as one page that needs no network."""
    return rendered(
        "rules",
        "impact.html",
        resources.text("reports", "rules/style.css"),
        words=words_of("zh"),
        schemes="light",
        headline=_headline(found),
        found=found,
        turns=_TURNS,
        tables=(("规则 / rule", found.by_rule()), ("部门（单位）/ entity", found.by_entity())),
        rows=[(change, _kind(change.before), _kind(change.after), _why(change)) for change in found.changes],
    )


def _headline(found: Impact) -> str:
    others = f"，{len(found.others)} 个不在适用范围 / not meant" if found.others else ""
    return (
        f"{found.old.id} {found.old.version} → {found.new.id} {found.new.version}：{len(found.files)} 个文件，"
        f"{len(found.changes)} 处变化 / {len(found.files)} files, {len(found.changes)} changes{others}"
    )


def _table(first: str, counted: Mapping[str, Counter[Turn]], titles: Mapping[str, str]) -> Table:
    table = Table()
    table.add_column(first, overflow="fold")
    turns = {turn: said for turn, said in _TURNS.items() if any(counts[turn] for counts in counted.values())}
    for said in turns.values():
        table.add_column(said.replace(" / ", "\n"), justify="right", overflow="fold")
    for key, counts in counted.items():
        label = shown(f"{key} {titles.get(key, '')}".strip())
        table.add_row(Text(label), *(str(counts[turn] or "") for turn in turns))
    return table


def _said(change: Change) -> str:
    subject = f" {change.subject}" if change.subject else ""
    why = _why(change)
    return f"{change.file} {change.rule}{subject}: {_kind(change.before)} → {_kind(change.after)}" + (
        f"（{why}）" if why else ""
    )


def _kind(kind: str | None) -> str:
    return words_of("zh")("outcome", kind) if kind is not None else "—"


def _why(change: Change) -> str:
    """The reason of the outcome that there is, or its first comparison."""
    outcome, words = change.outcome, words_of("zh")
    if outcome is None or change.after is None:
        return ""
    if outcome.computations and change.turn is Turn.FAILS:
        return words.computation(outcome.computations[0])
    return words.reasons(outcome.reasons) if outcome.reasons else ""

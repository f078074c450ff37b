"""All packs and their rules: severity, basis, title."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from checker.model.rule import Pack, Severity
from checker.model.shown import shown
from checker.readback.rule import applies_said
from checker.report.hidden import json_of

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "疑点", Severity.INFO: "提示"}


def _text(words: str, style: str = "") -> Text:
    """Words of a rule file: control characters in them are shown, not obeyed."""
    return Text(shown(words), style)


def show(packs: Iterable[Pack]) -> None:
    console = Console(highlight=False)
    count = 0
    for pack in packs:
        console.print(_text(f"{pack.id}  {pack.title}  {pack.version}", style="bold"), soft_wrap=True)
        console.print(_text(f"  {applies_said(pack.applies)}", style="dim"), soft_wrap=True)
        table = Table(box=None, padding=(0, 1), show_header=False)
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        table.add_column(style="dim", overflow="fold")
        for rule in pack.rules:
            severity = _text(_SEVERITIES[rule.severity], style=_STYLES[rule.severity])
            basis = f"《{rule.basis[0].instrument}》" + (f"等 {len(rule.basis)} 件" if rule.basis[1:] else "")
            table.add_row(_text(f"  {rule.id}"), severity, _text(rule.title), _text(basis))
        for id_, reason in pack.disabled.items():
            table.add_row(_text(f"  {id_}"), _text("停用", style="dim"), _text(reason, style="dim"), "")
        console.print(table)
        count += len(pack.rules)
    console.print(_text(f"共 {count} 条规则 / {count} rules", style="bold"))


def show_obligations(packs: Iterable[Pack]) -> None:
    """What the regulation of each pack asks, and which rules decide it or where a person looks."""
    console = Console(highlight=False)
    decided = by_hand = 0
    for pack in packs:
        if not pack.obligations:
            continue
        console.print(_text(f"{pack.id}  {pack.title}", style="bold"), soft_wrap=True)
        table = Table(box=None, padding=(0, 1), show_header=False)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", ratio=2)
        table.add_column(overflow="fold", ratio=3)
        table.add_column(style="dim", overflow="fold", ratio=2)
        for one in pack.obligations:
            by = (
                _text("、".join(one.decided_by))
                if one.decided_by
                else _text(f"请人看：{one.person}", "yellow")
            )
            words = one.words + (f"（{one.since} 年度起）" if one.since else "")
            table.add_row(_text(f"  {one.id}"), _text(words), by, _text(str(one.basis)))
            decided += bool(one.decided_by)
            by_hand += not one.decided_by
        console.print(table)
    said_ = f"共 {decided + by_hand} 项：规则判定 {decided} 项，请人看 {by_hand} 项"
    console.print(_text(f"{said_} / {decided} decided by rules, {by_hand} by a person", style="bold"))


def as_json(packs: Iterable[Pack]) -> str:
    made = [
        {
            "pack": pack.id,
            "title": pack.title,
            "version": pack.version,
            "applies": applies_said(pack.applies),
            "rules": [
                {
                    "id": rule.id,
                    "title": rule.title,
                    "severity": rule.severity,
                    "basis": [str(basis) for basis in rule.basis],
                    "from": rule.since,
                    "until": rule.until,
                    "fix": rule.fix,
                    "examples": len(rule.examples),
                }
                for rule in pack.rules
            ],
            "disabled": dict(pack.disabled),
            "obligations": [
                {
                    "id": one.id,
                    "words": one.words,
                    "basis": str(one.basis),
                    "decided_by": list(one.decided_by),
                    "person": one.person or None,
                    "from": one.since,
                    "until": one.until,
                }
                for one in pack.obligations
            ],
        }
        for pack in packs
    ]
    return json_of({"format": "checker-rules-list/1", "packs": made}).decode("utf-8").rstrip()

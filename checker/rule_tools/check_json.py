"""The result of a check as JSON and as SARIF 2.1.0, for editors and CI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker import __version__
from checker.report.hidden import json_of
from checker.rule_tools.check import Checked
from checker.writers.sarif import SCHEMA, uri

_MISTAKE = "mistake"
_EXPLAINED = {
    _MISTAKE: "规则文件有误，不能使用 / a mistake: the rule file is refused",
    "listed-twice": "同一处重复列出 / the same words twice in one list",
    "never-in-force": "年度在规则包之外 / years outside those of the pack",
    "never-matched": "短语永远轮不到 / a phrase that is never reached",
    "no-undetermined-example": "没有“无法判定”的例子 / no undetermined example",
    "said-twice": "两条规则要求相同 / two rules ask the same",
    "unused-basis": "没有引用的依据 / a basis that nothing rests on",
    "unused-column": "没有用到的栏 / a column that nothing uses",
    "unused-default": "没有用到的默认值 / a default that nothing uses",
    "unused-fact": "没有规则用到的事实 / a fact that no rule uses",
    "unused-name": "没有用到的名称 / a name that nothing uses",
}


def as_json(results: Iterable[Checked]) -> str:
    files = [
        {
            "file": result.file.name,
            "pack": result.pack or None,
            "valid": not result.mistakes,
            "mistakes": [
                {"file": one.file, "line": one.line, "column": one.column, "message": one.message}
                for one in result.mistakes
            ],
            "warnings": [
                {"code": odd.code, "line": odd.line, "column": odd.column, "message": odd.message}
                for odd in result.warnings
            ],
        }
        for result in results
    ]
    return _dumped({"format": "checker-rules-check/1", "files": files})


def as_sarif(results: Sequence[Checked]) -> str:
    mistakes = dict.fromkeys(mistake for result in results for mistake in result.mistakes)
    found = [_found(_MISTAKE, "error", one.message, one.file, one.line, one.column) for one in mistakes]
    found += [
        _found(odd.code, "warning", odd.message, result.file.name, odd.line, odd.column)
        for result in results
        for odd in result.warnings
    ]
    rules = [{"id": code, "shortDescription": {"text": text}} for code, text in _EXPLAINED.items()]
    driver = {"name": "disclosure-checker rules check", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": found}
    return _dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _found(code: str, level: str, message: str, file: str, line: int, column: int) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": uri(file)},
        "region": {"startLine": line, "startColumn": column},
    }
    return {
        "ruleId": code,
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }


def _dumped(value: object) -> str:
    return json_of(value).decode("utf-8").rstrip()

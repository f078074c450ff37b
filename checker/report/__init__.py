"""The report as a noun: what every writer reads."""

from checker.report.build import Finding, PackUse, Report, UndeterminedGroup, Verdict, build

__all__ = ["Finding", "PackUse", "Report", "UndeterminedGroup", "Verdict", "build"]

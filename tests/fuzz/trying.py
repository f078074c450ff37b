"""What becomes of a file: the whole way from its bytes to the reports, as the command line goes it."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from checker import writers
from checker.beside import Beside
from checker.checking import report_on
from checker.model.errors import CheckerError
from checker.report import Report
from checker.report.words import words
from checker.rule_tools.check import check
from checker.rule_tools.sources import rule_files
from checker.rulebook.body_names import load_names
from checker.rulebook.library import Chosen, Library
from checker.waiving import Waiving
from tests.fuzz.make_corpus import BUDGET, PACKAGE

REPORT, SENTENCE, TRACEBACK = "report", "sentence", "traceback"
_DAY = date(2026, 1, 1)
_SAMPLE = "预算.txt"
_OTHERS = tuple(name for name in writers.formats() if name not in ("json", "html"))


@dataclass(frozen=True, slots=True)
class Became:
    """REPORT, SENTENCE or TRACEBACK; the sentence, or the traceback; what sentences of this kind have in common."""

    what: str
    said: str = ""
    kind: str = ""


class Trying:
    """Tries files in a folder of its own; the shipped packs are loaded once."""

    def __init__(self) -> None:
        self._library = Library()
        for id_ in self._library.ids:
            self._library.load(id_)
        self._words = words("zh")

    def became(self, name: str, data: bytes, formats: Sequence[str] = ("json",)) -> Became:
        """What becomes of bytes that come under this name; the name says which place YAML is for."""
        with TemporaryDirectory(prefix="fuzz-") as temporary:
            folder = Path(temporary)
            try:
                report = self._way(name)(folder, name, data)
                for format_ in formats:
                    self._write(report, format_)
            except CheckerError as error:
                said = str(error).replace(temporary, "")
                return Became(SENTENCE, said, _kind(said, name))
            except Exception as error:  # noqa: BLE001 - this is what is looked for
                return Became(TRACEBACK, traceback.format_exc().replace(temporary, ""), _where(error))
        return Became(REPORT)

    def _write(self, report: Report, format_: str) -> None:
        try:
            written = writers.writer(format_).write(report, self._words)
        except CheckerError:  # told beside the other reports, such as: no marks on a text
            return
        if format_ == "json":
            json.loads(written)

    def _way(self, name: str) -> Callable[[Path, str, bytes], Report]:
        stem, _, suffix = name.rpartition(".")
        role = stem.partition("-")[0] if suffix in ("yaml", "csv") else ""
        return self._roles().get(role, self._submission)

    def _roles(self) -> Mapping[str, Callable[[Path, str, bytes], Report]]:
        return {
            "rules": self._rules,
            "sidecar": self._sidecar,
            "submission": self._described,
            "waivers": self._waivers,
            "names": self._names,
            "list": self._code_list,
        }

    def _submission(self, folder: Path, name: str, data: bytes) -> Report:
        path = folder / name
        path.write_bytes(data)
        return report_on(path, self._library)

    def _sample(self, folder: Path) -> Path:
        path = folder / _SAMPLE
        path.write_text(BUDGET, encoding="utf-8")
        return path

    def _rules(self, folder: Path, name: str, data: bytes) -> Report:
        path = folder / name
        path.write_bytes(data)
        check(rule_files([str(path)], self._library), self._library)
        pack = self._library.load(str(path))
        return report_on(self._sample(folder), self._library, [Chosen(pack, "--rules")])

    def _sidecar(self, folder: Path, _: str, data: bytes) -> Report:
        sample = self._sample(folder)
        sample.with_name(f"{sample.name}.meta.yaml").write_bytes(data)
        return report_on(sample, self._library)

    def _described(self, folder: Path, _: str, data: bytes) -> Report:
        for file, text in PACKAGE.items():
            (folder / file).write_text(text, encoding="utf-8")
        (folder / "submission.yaml").write_bytes(data)
        return report_on(folder, self._library)

    def _waivers(self, folder: Path, name: str, data: bytes) -> Report:
        path, sample = folder / name, self._sample(folder)
        path.write_bytes(data)
        waiving = Waiving(path, [sample], _DAY)
        report = waiving.applied(report_on(sample, self._library), sample)
        list(waiving.notices(self._words))
        return report

    def _names(self, folder: Path, name: str, data: bytes) -> Report:
        path, sample, prior = folder / name, self._sample(folder), folder / "上年.txt"
        path.write_bytes(data)
        prior.write_text(BUDGET.replace("2025", "2024"), encoding="utf-8")
        return report_on(sample, self._library, beside=Beside((prior,), (), (), load_names(path)))

    def _code_list(self, folder: Path, name: str, data: bytes) -> Report:
        lists = folder / "rules" / "code_lists"
        lists.mkdir(parents=True)
        (lists / name).write_bytes(data)
        (lists / "codes.csv").write_text("code,name,standing\n201,一般公共服务支出,found\n", encoding="utf-8")
        library = Library([folder / "rules"])
        assert library.code_lists
        return report_on(self._sample(folder), self._library)


def _kind(said: str, name: str) -> str:
    """What sentences of one kind have in common: their English half without places, numbers and words of the file."""
    first = said.split("\n", maxsplit=1)[0].replace(name, "")
    english = first.rpartition(" / ")[2]
    for pattern in (r"[“(（].*", r":.*", r"'[^']*'?", r"[^ -~]+"):
        english = re.sub(pattern, " ", english)
    return " ".join(re.sub(r"\d[\d,.]*", "N", english).split())[:70]


def _where(error: Exception) -> str:
    """The kind of an error and the line of ours that it came through last."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/checker/" in frame.filename.replace("\\", "/")]
    last = (ours or frames)[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"

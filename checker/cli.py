"""The command line. Errors are sentences on standard error; exit status 0, 1 or 2 (DESIGN 5)."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker import __version__
from checker.batch.commands import batch
from checker.model.errors import CheckerError, SubmissionError, UsageError
from checker.options import CONTEXT, LEVELS, fail_on_option, lang_option
from checker.rule_tools.commands import rules

if TYPE_CHECKING:
    from checker.report import Report
    from checker.report.words import Words

# Everything else is imported where it is used, so that --version and --help start at once.


@click.group(
    context_settings=CONTEXT,
    epilog="""\b
例子 / Examples:
  checker check 部门预算.pdf                     报告写到 部门预算.report.html
  checker check 预算.pdf -o 报告.html
  checker check *.pdf -o reports --format html --format json
  checker check --help                           全部选项 / all options
""",
)
@click.version_option(__version__, message="disclosure-checker %(version)s")
def app() -> None:
    """检查部门预算、决算公开材料是否符合规定。

    Check published budgets and final accounts of government departments against rule packs.
    """


app.add_command(rules)
app.add_command(batch)


@app.command(
    epilog="""\b
例子 / Examples:
  checker check examples/sample-budget-2019.pdf
  checker check 预算.txt --format html --format json -o 报告
  checker check 预算.pdf --format xlsx             检查表、问题、算式 / inspection form, findings
  checker check 预算.pdf --format pdf --format docx   批注在原件上、整改通知 / notes on its pages, letter
  checker check 预算.pdf --against 上次.report.json    改了没有 / what became of earlier findings
  checker check *.pdf --against 上次的报告 -o 报告    各与自己的前次报告相比 / each with its own earlier report
  checker check 说明.pdf 表格.xlsx --as-one         几个文件是一份材料 / files of one submission
  checker check 2025预算.pdf --prior 2024预算.pdf   与上年公开的对照 / compared with last year's
  checker check 部门预算.pdf --units 单位           与所属单位的对照 / compared with its units'
  checker check 预算.pdf --rules hebei/shijiazhuang/department-budget
  checker check 预算.pdf --rules 我局的规则.yaml --fail-on warning
\b
退出状态 / Exit status:
  0  没有达到 --fail-on 的问题 / nothing at or above --fail-on
  1  有问题 / findings
  2  未能运行：用法有误、文件读不了、规则文件有误 / could not run
""",
)
@click.argument(
    "submissions",
    nargs=-1,
    required=True,
    metavar="SUBMISSION...",
    type=click.Path(path_type=Path, readable=False),
)
@click.option(
    "--rules",
    multiple=True,
    metavar="PACK|FILE",
    help="规则包编号或文件，可重复；不写则按文件自选 / rule packs",
)
@click.option(
    "--rules-path",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    help="另在此文件夹找规则包，可重复 / further folder of packs",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE|DIR",
    type=click.Path(path_type=Path, readable=False),
    help="报告的文件或文件夹 / where reports go",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="html（默认）、json、xlsx、csv、pdf（批注）、docx（整改通知）、sarif、junit；可重复 / may be repeated",
)
@click.option(
    "--waivers",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="豁免文件；不写则用材料旁的 waivers.yaml / findings that somebody answers for",
)
@click.option(
    "--against",
    multiple=True,
    metavar="EARLIER.json|DIR",
    type=click.Path(path_type=Path, readable=False),
    help="前次的 JSON 报告或其文件夹，可重复：哪些已改、仍在、新增 / what was fixed since an earlier report",
)
@click.option(
    "--as-one",
    is_flag=True,
    help="这些文件是同一份材料，一起检查，出一份报告 / these files are one submission",
)
@click.option(
    "--prior",
    multiple=True,
    metavar="FILE|DIR",
    type=click.Path(path_type=Path, readable=False),
    help="对照的文件：上年的预（决）算，或本年公布的预算；或往年文件的文件夹，各找各的；可重复 / "
    "last year's document, or the published budget, or a folder of them",
)
@click.option(
    "--units",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    help="所属单位的文件所在的文件夹 / the documents of a department's units",
)
@click.option(
    "--names",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="机构改名对照表 / bodies that changed their names",
)
@click.option(
    "--template",
    metavar="FILE.docx",
    type=click.Path(path_type=Path, readable=False),
    help="整改通知的模板，配 --format docx / the letter's template",
)
@click.option(
    "--today",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="按这一天判断豁免是否到期，如 2026-12-31 / the day by which waivers end",
)
@fail_on_option
@lang_option
def check(
    submissions: tuple[Path, ...],
    rules: tuple[str, ...],
    rules_path: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    waivers: Path | None,
    against: tuple[Path, ...],
    as_one: bool,
    prior: tuple[Path, ...],
    units: Path | None,
    names: Path | None,
    template: Path | None,
    today: datetime | None,
    fail_on: str,
    lang: str,
) -> None:
    """检查文件并写出报告。Check submissions and write a report on each."""
    from checker import terminal, writers
    from checker.beside import Beside, files_in
    from checker.checking import report_on
    from checker.facts.same_body import BodyNames
    from checker.model.beside import DESCRIPTION
    from checker.report import earlier, follow_up
    from checker.report.notices import unlike_notices, unused_notices
    from checker.report.words import words as words_of
    from checker.rulebook.body_names import load_names
    from checker.rulebook.library import Chosen, Library
    from checker.waiving import Waiving

    wanted = tuple(dict.fromkeys(formats or ("html",)))
    unknown = [name for name in wanted if name not in writers.formats()]
    if unknown:
        raise UsageError(
            f"没有格式 / unknown format: {', '.join(unknown)}; 可选 / choose from: {', '.join(writers.formats())}"
        )
    if template is not None and "docx" not in wanted:
        raise UsageError("--template 要与 --format docx 同用 / --template goes with --format docx")
    archives = tuple(path for path in prior if path.is_dir() and not (path / DESCRIPTION).is_file())
    files = tuple(path for path in prior if path not in archives)
    if (files or units) and len(set(submissions)) > 1 and not as_one:
        raise UsageError(
            "--prior 文件和 --units 一次只用于一份材料，多份请给 --prior 文件夹 / "
            "a file of --prior, and --units, go with one submission; give --prior a folder for several"
        )
    beside = Beside(
        files, archives, files_in(units) if units else (), load_names(names) if names else BodyNames()
    )
    before = list(earlier.load_all(against))
    library = Library(rules_path)
    arguments = [part for name in rules for part in ("--rules", name)]
    given = (
        ("--waivers", waivers),
        *(("--against", path) for path in against),
        ("--units", units),
        ("--names", names),
        ("--today", today and today.date()),
    )
    arguments += ["--as-one"] if as_one else []
    arguments += [part for path in prior for part in ("--prior", str(path))]
    arguments += [part for name, value in given if value is not None for part in (name, str(value))]
    named = [Chosen(library.load(name), f"--rules {name}") for name in rules]
    words = words_of(lang)
    submissions = tuple(dict.fromkeys(submissions))
    submissions, also = (submissions[:1], submissions[1:]) if as_one else (submissions, ())
    targets = _targets(submissions, output, wanted)
    waiving = Waiving(waivers, submissions, today.date() if today else date.today())
    write = {name: _writing(name, template) for name in wanted}
    status = 0
    for submission in submissions:
        try:
            report = waiving.applied(
                report_on(submission, library, named, arguments, beside, also), submission
            )
            found = (
                before[0] if len(submissions) == len(before) == 1 else follow_up.earlier_of(report, before)
            )
            report = follow_up.followed_up(report, found) if found else report
        except SubmissionError as error:
            _complain(str(error))
            status = 2
            continue
        except CheckerError:
            raise
        except Exception as error:  # noqa: BLE001 - one strange file must not stop the others
            _strange(submission, error)
            status = 2
            continue
        said = words.at_home(report)
        contents, failed = _contents(report, said, write)
        status = 2 if failed else status
        for name, content in contents.items():
            _write(targets[submission, name], content, submissions)
        terminal.show(report, said, submission, [targets[submission, name] for name in contents])
        for notice in (*unlike_notices(report, words), *beside.unsure(report.facts)):
            _complain(notice)
        if found:
            before.remove(found)
        elif against:
            _complain(words.filled("follow_up", "none", file=submission))
        if _fails(report, fail_on):
            status = max(status, 1)
    for notice in (*waiving.notices(words), *unused_notices(before, words)):
        _complain(notice)
    sys.exit(status)


def _contents(
    report: Report, words: Words, write: Mapping[str, Callable[[Report, Words], bytes]]
) -> tuple[dict[str, bytes], bool]:
    """The reports by format, and whether one could not be made: the others are written all the same."""
    contents: dict[str, bytes] = {}
    for name, make in write.items():
        try:
            contents[name] = make(report, words)
        except SubmissionError as error:
            _complain(str(error))
        except CheckerError:
            raise
        except Exception as error:  # noqa: BLE001 - a format that fails must not take the others with it
            _strange(Path(report.path), error)
    return contents, len(contents) < len(write)


def _strange(submission: Path, error: Exception) -> None:
    """What nobody foresaw, in a sentence."""
    _complain(
        f"{submission}: 检查时出错，请报告此问题 / could not be checked, please report this: "
        f"{type(error).__name__}: {error}"
    )


def _complain(said: str) -> None:
    """A sentence on standard error; control characters of a document or of a file's name are shown, not obeyed."""
    from checker.model.shown import shown

    click.echo("\n".join(shown(line) for line in f"checker: {said}".split("\n")), err=True)


def _writing(name: str, template: Path | None) -> Callable[[Report, Words], bytes]:
    """The function that writes a format; that of the letter fills a bureau's own template where one is given."""
    from checker import writers

    if name != "docx" or template is None:
        return writers.writer(name).write
    from checker.writers.docx import template_of, write

    return partial(write, template=template_of(template))


@app.command(
    epilog="""\b
例子 / Examples:
  checker read 预算.pdf                    大纲和表格 / outline and tables
  checker read 预算.pdf --format json      全部内容 / everything
  checker read 预算.pdf --format xlsx -o 读出.xlsx
  checker read 预算.pdf --page 12 -o 第12页.png
""",
)
@click.argument("submission", metavar="SUBMISSION", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "xlsx"]), default="text", show_default=True
)
@click.option("--page", type=int, help="PDF 某一页的图，框出识别到的单元格和数 / a picture of a page")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="写到哪里 / where to write",
)
@click.option(
    "--lang", default="zh", show_default=True, type=click.Choice(["zh", "en"]), help="语言 / language"
)
def read(submission: Path, format_: str, page: int | None, output: Path | None, lang: str) -> None:
    """看读出了什么：大纲、表格、数。Show what was read of a submission."""
    from checker.facts import facts_of
    from checker.readers import read_file
    from checker.report.words import words as words_of
    from checker.structure import structured

    if page is not None and format_ != "text":
        raise UsageError("--page 与 --format 不能并用 / --page makes a picture and takes no --format")
    if output is not None and page is None and format_ == "text":
        raise UsageError(
            f"{output}: 写到文件请加 --format json 或 xlsx / to write a file add --format json or xlsx"
        )
    facts = facts_of(structured(read_file(submission)))
    words = words_of(lang)
    if page is not None:
        from checker.readout import picture

        content, suffix = picture.write(facts, submission, page), f"page{page}.png"
    elif format_ == "json":
        from checker.readout import as_json

        content, suffix = as_json.write(facts), "read.json"
    elif format_ == "xlsx":
        from checker.readout import as_xlsx

        content, suffix = as_xlsx.write(facts, words), "read.xlsx"
    else:
        from checker.readout import terminal as read_terminal

        read_terminal.show(facts, words)
        return
    target = output or Path(f"{submission.stem}.{suffix}")
    _write(target, content, [submission])
    click.echo(words.filled("terminal", "report", path=target))
    if page is not None:
        click.echo(words("read", "boxes"))


def _targets(
    submissions: Sequence[Path], output: Path | None, formats: Sequence[str]
) -> dict[tuple[Path, str], Path]:
    """Where each report goes: beside the caller by default, to the file or into the folder of -o."""
    from checker import writers

    as_folder = output is not None and (
        output.is_dir() or output.suffix == "" or len(submissions) > 1 or len(formats) > 1
    )
    suffix = output.suffix.removeprefix(".") if output is not None else ""
    if output is not None and not output.is_dir() and suffix in writers.formats():
        if as_folder:
            raise UsageError(f"{output}: 有多份报告，-o 应为文件夹 / several reports need a folder")
        if suffix != formats[0]:
            raise UsageError(
                f"{output}: 后缀与格式 {formats[0]} 不符，请写 --format {suffix} / the suffix is not of this format"
            )
    if output is not None and as_folder and output.is_file():
        raise UsageError(
            f"{output}: 有多份报告，-o 应为文件夹 / several reports need a folder, and this is a file"
        )
    if output is not None and not as_folder:
        return {(submission, name): output for submission in submissions for name in formats}
    folder = output or Path()
    return {
        (submission, name): folder / f"{title}.report.{writers.writer(name).SUFFIX}"
        for submission, title in _titles(submissions).items()
        for name in formats
    }


def _titles(submissions: Sequence[Path]) -> dict[Path, str]:
    """What the reports of one run are named after, all unlike on any file system: the submission's stem.

    Those that share it take their whole name, or that with their folder's name; the rest is numbered.
    """
    named = {
        path: (path.stem, path.name, f"{path.resolve().parent.name}-{path.name}") for path in submissions
    }
    likes = Counter((way, title.casefold()) for titles in named.values() for way, title in enumerate(titles))
    taken: set[str] = set()
    found: dict[Path, str] = {}
    for path, titles in named.items():
        own = [title for way, title in enumerate(titles) if likes[way, title.casefold()] == 1]
        numbered = (f"{titles[-1]}-{number}" for number in count(2))
        title = next(title for title in chain(own, numbered) if title.casefold() not in taken)
        taken.add(title.casefold())
        found[path] = title
    return found


def _write(target: Path, content: bytes, submissions: Sequence[Path]) -> None:
    """Write a report whole or not at all, and never over a submission."""
    resolved = target.resolve()
    if any(resolved == submission.resolve() for submission in submissions):
        raise UsageError(f"{target}: 报告不能覆盖所检查的文件 / the report would overwrite the submission")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"{target}: 报告写不进去 / the report cannot be written: {error.strerror}") from None


def _fails(report: Report, fail_on: str) -> bool:
    if fail_on == "never":
        return False
    if fail_on == "undetermined":
        return any(finding.severity == "error" for finding in report.open) or bool(report.undetermined)
    grave = LEVELS[: LEVELS.index(fail_on) + 1]
    return any(finding.severity in grave for finding in report.open)


def main() -> None:
    """The entry point: clear sentences for what is wrong, never a traceback for bad input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may not know all characters of a document
            stream.reconfigure(errors="backslashreplace")
    try:
        app(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("checker: 已中断 / interrupted", err=True)
        sys.exit(2)
    except CheckerError as error:
        _complain(str(error))
        sys.exit(2)

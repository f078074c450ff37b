"""The command line. Errors are sentences on standard error; exit status 0, 1 or 2 (DESIGN 5)."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from checker import __version__, guard
from checker.batch.commands import batch
from checker.model.beside import beside
from checker.model.errors import CheckerError, SubmissionError, UsageError
from checker.options import (
    CONTEXT,
    LEVELS,
    against_option,
    begins,
    fail_on_option,
    lang_option,
    limit_option,
    names_option,
    prior_option,
    rules_option,
    rules_path_option,
    units_option,
    waivers_option,
)
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
@rules_option
@rules_path_option
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
@waivers_option
@against_option
@click.option(
    "--as-one",
    is_flag=True,
    help="这些文件是同一份材料，一起检查，出一份报告 / these files are one submission",
)
@prior_option
@units_option
@names_option
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
@limit_option
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
    from checker.asked import Given, asked
    from checker.output import put
    from checker.report.notices import unlike_notices, unused_notices
    from checker.report.words import words as words_of

    wanted = tuple(dict.fromkeys(formats or ("html",)))
    unknown = [name for name in wanted if name not in writers.formats()]
    if unknown:
        raise UsageError(
            f"没有格式 / unknown format: {', '.join(unknown)}; 可选 / choose from: {', '.join(writers.formats())}"
        )
    if template is not None and "docx" not in wanted:
        raise UsageError("--template 要与 --format docx 同用 / --template goes with --format docx")
    given = Given(rules, rules_path, prior, units, names, waivers, against)
    call = asked(submissions, as_one, given, today.date() if today else date.today())
    words = words_of(lang)
    targets = _targets(call.submissions, output, wanted)
    inputs = [*chain.from_iterable(map(beside, dict.fromkeys(submissions))), *given.files]
    inputs += [template] if template else []
    write = {name: _writing(name, template) for name in wanted}
    status = 0
    for ordinal, submission in enumerate(call.submissions):
        if ordinal < guard.passed:
            continue
        begins(submission, ordinal, last=ordinal + 1 == len(call.submissions))
        try:
            report = call.report(submission)
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
            put(targets[submission, name], content, inputs)
        terminal.show(report, said, submission, [targets[submission, name] for name in contents])
        for notice in (*unlike_notices(report, words), *call.beside.unsure(report.facts)):
            _complain(notice)
        if against and report.follow_up is None:
            _complain(words.filled("follow_up", "none", file=submission))
        if _fails(report, fail_on):
            status = max(status, 1)
    if not guard.passed:  # else there is more than this process knows of
        for notice in (*call.waiving.notices(words), *unused_notices(call.before, words)):
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
  checker verify 预算.report.json --submission 预算.pdf
  checker verify 2025预算.report.json --submission 2025预算.pdf --prior 2024预算.pdf
  checker verify 预算.report.json --submission 预算.pdf --rules-path 我局的规则
\b
退出状态 / Exit status:
  0  一致 / same
  1  不一致，说明何处不同 / not the same; what differs is said
  2  未能运行：不是报告、缺少所用的文件、规则文件有误 / could not run
""",
)
@click.argument("report", metavar="REPORT.json", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--submission",
    "submissions",
    multiple=True,
    required=True,
    metavar="FILE|DIR",
    type=click.Path(path_type=Path, readable=False),
    help="报告所查的材料；一份材料有几个文件的，一一给出 / what the report is on; each file of a submission of several",
)
@rules_option
@rules_path_option
@waivers_option
@against_option
@prior_option
@units_option
@names_option
@limit_option
@lang_option
def verify(
    report: Path,
    submissions: tuple[Path, ...],
    rules: tuple[str, ...],
    rules_path: tuple[Path, ...],
    waivers: Path | None,
    against: tuple[Path, ...],
    prior: tuple[Path, ...],
    units: Path | None,
    names: Path | None,
    lang: str,
) -> None:
    """再查一遍，看 JSON 报告是否一致，不一致在哪里。Check again and say whether a JSON report comes out the same."""
    from checker.asked import Given
    from checker.model.shown import shown
    from checker.report.words import words as words_of
    from checker.verifying import lines, verified

    begins(report)
    found = verified(report, submissions, Given(rules, rules_path, prior, units, names, waivers, against))
    for line in lines(found, words_of(lang)):
        click.echo(shown(line))
    sys.exit(0 if found.same else 1)


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
@limit_option
def read(submission: Path, format_: str, page: int | None, output: Path | None, lang: str) -> None:
    """看读出了什么：大纲、表格、数。Show what was read of a submission."""
    from checker.facts import facts_of
    from checker.output import put
    from checker.readers import read_file
    from checker.report.words import words as words_of
    from checker.structure import structured

    if page is not None and format_ != "text":
        raise UsageError("--page 与 --format 不能并用 / --page makes a picture and takes no --format")
    if output is not None and page is None and format_ == "text":
        raise UsageError(
            f"{output}: 写到文件请加 --format json 或 xlsx / to write a file add --format json or xlsx"
        )
    begins(submission)
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
    put(target, content, beside(submission))
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
    from checker.output import short

    named = {
        path: tuple(map(short, (path.stem, path.name, f"{path.resolve().parent.name}-{path.name}")))
        for path in submissions
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
        try:
            app(standalone_mode=False, prog_name="checker")
        finally:
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("checker: 已中断 / interrupted", err=True)
        sys.exit(2)
    except CheckerError as error:
        _complain(str(error))
        sys.exit(2)
    except (
        OSError
    ) as error:  # what is read and written has its own sentences; this is the terminal, a pipe or a full disk
        _silence(sys.stdout)
        if error.errno != errno.EPIPE:  # whoever read the pipe has enough
            _complain(
                f"写不出去 / cannot be written: {error.filename or '标准输出 / standard output'}: {error.strerror}"
            )
        sys.exit(2)


def _silence(stream: TextIO) -> None:
    """What could not be written is not tried again when the program ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

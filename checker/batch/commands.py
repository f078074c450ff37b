"""`checker batch`: the command line. What it needs is imported where it is used, so that --help starts at once."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.model.errors import UsageError
from checker.options import CONTEXT, LEVELS, fail_on_option, lang_option, limit_option, names_option

if TYPE_CHECKING:
    from checker.facts.same_body import BodyNames


def _path(**more: Any) -> click.Path:
    return click.Path(path_type=Path, readable=False, **more)


@click.command(
    context_settings=CONTEXT,
    epilog="""\b
例子 / Examples:
  checker batch 2025年公开材料 -o 结果
  checker batch 市级 区级 -o 结果 --format html --jobs 8
  checker batch 2025年公开材料 -o 结果 --roster 名册.csv    谁没有公开 / who did not publish
  checker batch 2025年公开材料 -o 结果              同样的命令再来一次：接着做 / the same again goes on
\b
写到 OUT 的 / What is written to OUT:
  results.jsonl        每份材料一行，读不了的写明原因 / a line for each, with the reason where it cannot be read
  summary.html         汇总，问题多的在前 / the summary, worst first
  findings.xlsx        全部材料和问题 / all submissions and findings（*.parquet: 附加组件 / extra parquet）
  reports/             每份材料的报告，用 --format 时 / the reports that --format asks for
\b
退出状态 / Exit status:
  0  没有达到 --fail-on 的问题 / nothing at or above --fail-on
  1  有问题 / findings
  2  有材料读不了或未能检查，或用法、规则文件有误 / some could not be checked, or it could not run
""",
)
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=_path())
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    metavar="OUT",
    type=_path(file_okay=False),
    help="结果的文件夹 / where results go",
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
    type=_path(),
    help="另在此文件夹找规则包，可重复 / further folder of packs",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="每份材料另写报告：html、json、xlsx……，可重复 / a report for each submission, may be repeated",
)
@click.option(
    "--waivers",
    metavar="FILE",
    type=_path(),
    help="豁免文件；不写则用材料旁的 waivers.yaml / findings that somebody answers for",
)
@click.option(
    "--roster",
    metavar="FILE.csv",
    type=_path(),
    help="名册（entity, level, kind, year, region, approved, published）：谁没有公开 / who had to publish",
)
@names_option
@click.option(
    "--today",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="按这一天判断豁免是否到期 / the day by which waivers end",
)
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="几个进程；不写则每核一个 / worker processes, one for each core unless said",
)
@limit_option
@click.option(
    "--cache",
    metavar="DIR",
    type=_path(file_okay=False),
    help="缓存的文件夹；不写则用个人缓存 / folder of what is kept between batches, the user's own unless said",
)
@click.option("--no-cache", is_flag=True, help="不用缓存 / keep nothing and use nothing kept")
@click.option(
    "--cache-size",
    metavar="MB",
    type=click.IntRange(1),
    default=20_000,
    show_default=True,
    help="缓存最多多大，超出的先删最旧的 / the oldest go beyond this",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="由 Dask 集群检查，如 tcp://host:8786；local 为本机 / checked by a Dask cluster（附加组件 / extra: cluster）",
)
@click.option(
    "--send", is_flag=True, help="把文件发给集群；不写则从共用的磁盘读 / send files, else a disk is shared"
)
@click.option(
    "--log",
    metavar="FILE",
    type=_path(dir_okay=False),
    help="日志，每行一条 JSON：每份材料的结果和各阶段用时 / a log, a line of JSON for each thing that happens",
)
@click.option("--time-rules", is_flag=True, help="说出哪些规则最费时 / tell which rules take most time")
@fail_on_option
@lang_option
def batch(
    folders: tuple[Path, ...],
    out: Path,
    rules: tuple[str, ...],
    rules_path: tuple[Path, ...],
    formats: tuple[str, ...],
    waivers: Path | None,
    roster: Path | None,
    names: Path | None,
    today: datetime | None,
    jobs: int | None,
    cache: Path | None,
    no_cache: bool,
    cache_size: int,
    cluster: str | None,
    send: bool,
    log: Path | None,
    time_rules: bool,
    fail_on: str,
    lang: str,
) -> None:
    """检查文件夹里的全部材料，可中断、可接着做。Check all submissions in folders; may be stopped and goes on."""
    from checker.batch.call import Call, carried_out

    if send and not cluster:
        raise UsageError("--send 只与 --cluster 同用 / --send goes with --cluster")
    if no_cache and cache:
        raise UsageError("--cache 与 --no-cache 不能并用 / --cache and --no-cache exclude each other")

    call = Call(
        folders,
        out,
        rules,
        rules_path,
        tuple(dict.fromkeys(formats)),
        waivers,
        today.date() if today else date.today(),
        jobs or os.cpu_count() or 1,
        lang,
        cache,
        no_cache,
        cache_size * 1_000_000,
        time_rules=time_rules,
        roster=roster,
        names=_names(names) if names else None,
        cluster=cluster,
        send=send,
        log=log,
    )
    briefs = carried_out(call)
    if any(brief.state != "checked" for brief in briefs):
        sys.exit(2)
    sys.exit(1 if any(_fails(brief, fail_on) for brief in briefs) else 0)


def _names(path: Path) -> BodyNames:
    from checker.rulebook.body_names import load_names

    return load_names(path)


def _fails(brief: Any, fail_on: str) -> bool:
    if fail_on == "never":
        return False
    if fail_on == "undetermined":
        return bool(brief.error or brief.undetermined)
    return any(getattr(brief, level) for level in LEVELS[: LEVELS.index(fail_on) + 1])

"""`checker rules …`: what the command line offers to those who write rules."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from checker.model.shown import shown
from checker.options import CONTEXT, begins, limit_option, rules_path_option

# Everything else is imported where it is used, so that --help starts at once.


@click.group(
    context_settings=CONTEXT,
    epilog="""\b
例子 / Examples:
  checker rules list                        有哪些规则 / which rules there are
  checker rules new 我局的规则.yaml            从一个带注释的例子写起 / start from a commented example
  checker rules check 我局的规则.yaml          有没有写错 / is it sound
  checker rules test 我局的规则.yaml           例子对不对，规则有没有用 / do its examples hold, does it bite
  checker rules explain SJZ601 --on 预算.pdf  规则说的是什么，为什么这样判定 / what it says, and why
""",
)
def rules() -> None:
    """写规则的人用的工具。Tools for those who write rules."""


@rules.command("list")
@click.argument("packs", nargs=-1, metavar="[PACK|FILE]...")
@rules_path_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--obligations",
    is_flag=True,
    help="规定要求的各项由哪些规则判定，或请人看哪里 / what the regulations ask, and what decides it",
)
@limit_option
def list_(packs: tuple[str, ...], rules_path: tuple[Path, ...], format_: str, obligations: bool) -> None:
    """列出规则包和规则：编号、程度、要求、依据。List packs and rules."""
    from checker.rule_tools import listing
    from checker.rulebook.library import Library

    library = Library(rules_path)
    found = [library.load(name) for name in packs or library.ids]
    if format_ == "json":
        click.echo(listing.as_json(found))
    elif obligations:
        listing.show_obligations(found)
    else:
        listing.show(found)


@rules.command(
    epilog="""\b
例子 / Examples:
  checker rules check                       所有规则包 / all packs
  checker rules check 我局的规则.yaml
  checker rules check 我局的规则 --format sarif > 规则.sarif
\b
退出状态 / Exit status:
  0  写法正确 / sound
  1  有警告，且用了 --fail-on warning / warnings, with --fail-on warning
  2  规则文件有误，或用法有误 / a rule file is not valid, or bad usage
""",
)
@click.argument("files", nargs=-1, metavar="[FILE|PACK|DIR]...")
@rules_path_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="warning：有警告时退出状态为 1 / exit status 1 for warnings too",
)
@limit_option
def check(files: tuple[str, ...], rules_path: tuple[Path, ...], format_: str, fail_on: str) -> None:
    """检查规则文件的写法：每处错误的行、列和可选的写法。Check rule files."""
    from checker.rule_tools import check_json, check_text
    from checker.rule_tools.check import check as checked
    from checker.rule_tools.sources import rule_files
    from checker.rulebook.library import Library

    library = Library(rules_path)
    results = checked(rule_files(files, library), library)
    if format_ == "json":
        click.echo(check_json.as_json(results))
    elif format_ == "sarif":
        click.echo(check_json.as_sarif(results))
    else:
        check_text.show(results)
    if any(result.mistakes for result in results):
        sys.exit(2)
    sys.exit(1 if fail_on == "warning" and any(result.warnings for result in results) else 0)


@rules.command(
    epilog="""\b
例子 / Examples:
  checker rules test                        所有规则包 / all packs
  checker rules test 我局的规则.yaml --rule WJ01
\b
退出状态 / Exit status:
  0  例子都如所写，每条规则都能发现差错 / all examples as written, every rule bites
  1  有例子不如所写，或有规则什么差错都发现不了 / an example is not as written, or a rule is toothless
  2  规则文件有误，或用法有误 / a rule file is not valid, or bad usage
""",
)
@click.argument("files", nargs=-1, metavar="[FILE|PACK|DIR]...")
@rules_path_option
@click.option("--rule", "ids", multiple=True, metavar="ID", help="只试这条规则，可重复 / only this rule")
@limit_option
def test(files: tuple[str, ...], rules_path: tuple[Path, ...], ids: tuple[str, ...]) -> None:
    """试规则的例子；再在通过的例子里改错一处，看规则能否发现。Run the examples, and try whether each rule bites."""
    from checker.rule_tools import trial_text
    from checker.rule_tools.sources import packs
    from checker.rule_tools.trial import trials
    from checker.rulebook.library import Library

    library = Library(rules_path)
    tried = trials(packs(files, library), ids)
    sys.exit(0 if trial_text.show(tried) else 1)


@rules.command(
    epilog="""\b
例子 / Examples:
  checker rules explain SJZ601
  checker rules explain SJZ601 --on 预算.pdf      各个名称在文件里找到了什么 / what each name found
  checker rules explain WJ01 --rules 我局的规则.yaml --lang en
""",
)
@click.argument("id_", metavar="ID")
@rules_path_option
@click.option("--rules", "names", multiple=True, metavar="PACK|FILE", help="在哪个规则包里找 / of which pack")
@click.option(
    "--on",
    metavar="FILE",
    type=click.Path(path_type=Path, readable=False),
    help="在这个文件上逐步判定 / step by step on this submission",
)
@click.option(
    "--lang", default="zh", show_default=True, type=click.Choice(["zh", "en"]), help="语言 / language"
)
@limit_option
def explain(
    id_: str, rules_path: tuple[Path, ...], names: tuple[str, ...], on: Path | None, lang: str
) -> None:
    """用平常的话读出一条规则：从哪里取数、什么必须成立、依据。Read a rule back in plain words."""
    from checker.checking import read_facts
    from checker.rule_tools import explain as explained
    from checker.rule_tools import on_file
    from checker.rule_tools.shown import print_lines
    from checker.rule_tools.sources import with_rule
    from checker.rulebook.library import Library

    library = Library(rules_path)
    if on is not None:
        begins(on)
    facts = read_facts(on) if on is not None else None
    pack, rule = with_rule(id_, names, library, facts.identity if facts else None)
    print_lines(explained.lines(rule, pack, lang))
    if facts is not None:
        print_lines(on_file.lines(rule, pack, facts, lang))


@rules.command(
    epilog="""\b
例子 / Examples:
  checker rules new 我局/采购.yaml
  checker rules new 我局/采购.yaml --from 去年的预算.pdf     部分、表、数取自文件 / names proposed from a document
""",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--from",
    "source",
    metavar="SUBMISSION",
    type=click.Path(path_type=Path, readable=False),
    help="提出这个文件里的部分、表和数 / propose what this submission has",
)
@click.option("--id", "id_", default="R", show_default=True, help="规则编号的开头 / what ids begin with")
@limit_option
def new(file: Path, source: Path | None, id_: str) -> None:
    """写出一个带注释的规则文件，从它改起。Write a commented rule file to start from."""
    from checker.facts import facts_of
    from checker.readers import read_file
    from checker.rule_tools.starter import starter, written
    from checker.structure import structured

    if source is not None:
        begins(source)
    facts = facts_of(structured(read_file(source))) if source is not None else None
    written(file, lambda pack, schema: starter(pack, str(file), schema, id_, facts))
    for line in (str(file), f"  checker rules check {file}", f"  checker rules test {file}"):
        click.echo(shown(line))


@rules.command(
    epilog="""\b
例子 / Examples:
  checker rules impact 我局的规则-旧.yaml 我局的规则.yaml --on 去年的文件
  checker rules impact common/arithmetic 改过的.yaml --on 去年的文件 -o 影响.html
""",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--on",
    "folder",
    required=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="用这个文件夹里的文件比较 / the submissions to compare on",
)
@rules_path_option
@click.option(
    "-o", "--output", metavar="FILE.html", type=click.Path(path_type=Path), help="另写成网页 / as a page too"
)
@limit_option
def impact(old: str, new: str, folder: Path, rules_path: tuple[Path, ...], output: Path | None) -> None:
    """规则改动前后，在一批文件上结果有哪些不同。What another edition of a pack would change on an archive."""
    from checker.output import put
    from checker.rule_tools import impact_shown
    from checker.rule_tools.impact import impact as compared
    from checker.rulebook.library import Library

    library = Library(rules_path)
    found = compared(library.load(old), library.load(new), folder)
    impact_shown.show(found)
    if output is not None:
        put(output, impact_shown.page(found), (Path(old), Path(new), folder))
        click.echo(shown(str(output)))


@rules.command(
    epilog="""\b
例子 / Examples:
  checker rules docs -o 网站                所有规则包 / all packs
  checker rules docs 我局的规则.yaml -o 网站
""",
)
@click.argument("files", nargs=-1, metavar="[FILE|PACK|DIR]...")
@rules_path_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="网站的文件夹 / where the site goes",
)
@limit_option
def docs(files: tuple[str, ...], rules_path: tuple[Path, ...], output: Path) -> None:
    """写成一个可以查找的网站，每条规则一页。Write a searchable site, a page for each rule."""
    from checker.output import put
    from checker.rule_tools.site import pages
    from checker.rule_tools.sources import packs
    from checker.rulebook.library import Library

    library = Library(rules_path)
    made = list(pages(list(packs(files, library))))
    for page in made:
        put(output / page.path, page.content, [Path(name) for name in files])
    click.echo(shown(f"{output / 'index.html'}: {len(made)} 页 / pages"))

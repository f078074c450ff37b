"""Small submissions and rule packs, made of the text that stands in a test."""

from __future__ import annotations

from collections.abc import Mapping

from checker.engine import evaluate
from checker.facts import facts_of
from checker.model.document import Document, Section
from checker.model.expression import (
    Arithmetic,
    Attribute,
    Both,
    Call,
    Comparison,
    Constant,
    Each,
    Expression,
    Index,
    Listing,
    Name,
    Negative,
    Not,
    Test,
    Where,
    Words,
)
from checker.model.figure import Facts
from checker.model.outcome import Outcome
from checker.model.rule import CodeList, Pack
from checker.readers import read_bytes
from checker.report import Report, build
from checker.rulebook.code_lists import shipped
from checker.rulebook.load import RuleFile, load_pack
from checker.structure import structured

SUBMISSION = "submission.txt"


def document(text: str) -> Document:
    """The document that a text submission is read as."""
    return structured(read_bytes(text.encode("utf-8"), SUBMISSION))


def facts(text: str) -> Facts:
    """What a text submission says without any rule."""
    return facts_of(document(text))


def pack(
    text: str, others: Mapping[str, str] | None = None, code_lists: Mapping[str, CodeList] | None = None
) -> Pack:
    """The pack of a rule file; `others` are the files that it may extend, by pack id."""
    files = {id_: RuleFile(f"{id_}.yaml", other) for id_, other in (others or {}).items()}
    lists = shipped() if code_lists is None else code_lists
    return load_pack(RuleFile("rules.yaml", text), files.get, lists)


def with_rule(names: str, rule: str) -> str:
    """A rule file with one rule T: `names` are its sections, tables, facts and words, `rule` its lines."""
    lines = "\n".join(f"    {line}" for line in rule.strip().splitlines())
    return f"""\
pack: test/small
title: 试验
version: "1"
applies: {{kind: budget}}
defaults: {{severity: error, basis: [law]}}
basis:
  law: {{instrument: 中华人民共和国预算法}}
{names.strip()}
rules:
  T:
    title: 试验
{lines}
    fix: 核对。
    examples:
      - {{outcome: pass, given: 略}}
      - {{outcome: fail, given: 略}}
"""


def outcomes(
    names: str, rule: str, submission: str, code_lists: Mapping[str, CodeList] | None = None
) -> tuple[Outcome, ...]:
    """The outcomes of one rule on a text submission."""
    return evaluate(pack(with_rule(names, rule), code_lists=code_lists), facts(submission))


def report_on(names: str, submission: str, *conditions: str) -> Report:
    """The report of rules R0, R1, … with these conditions; one may begin with its for_each and a colon.

    `names` is a rule file up to its rules.
    """
    rules = ""
    for index, condition in enumerate(conditions):
        over, _, asserted = condition.rpartition(": ")
        loop = f"for_each: {over}, " if over else ""
        examples = "[{outcome: pass, given: 略}, {outcome: fail, given: 略}]"
        rules += f"  R{index}: {{title: 标题{index}, {loop}assert: '{asserted}', fix: 办法{index}。, examples: {examples}}}\n"
    made = pack(names + rules, code_lists={})
    given = facts(submission)
    return build(given, [(made, "")], evaluate(made, given))


def tree(section: Section) -> object:
    """A section tree as titles: a bare title has no sections below it, a pair has."""
    title = section.path[-1] if section.path else ""
    return (title, [tree(child) for child in section.children]) if section.children else title


def shape(node: Expression) -> str:
    """An expression in prefix form with all its brackets, such as (== (. a total) (sum (. b total)))."""
    match node:
        case Constant(amount=amount):
            return str(amount)
        case Words(string=string):
            return repr(string)
        case Name(name=name):
            return name
        case Attribute(of=of, name=name):
            return f"(. {shape(of)} {name})"
        case Index(of=of, index=index):
            return f"([] {shape(of)} {shape(index)})"
        case Call(function=function, arguments=arguments):
            return f"({' '.join([function, *map(shape, arguments)])})"
        case Negative(of=of):
            return f"(- {shape(of)})"
        case Arithmetic() | Comparison() | Both():
            return f"({node.operator} {shape(node.left)} {shape(node.right)})"
        case Not(of=of):
            return f"(not {shape(of)})"
        case Test(test=test, of=of, argument=argument):
            return f"({test} {shape(of)}{f' {shape(argument)}' if argument is not None else ''})"
        case Where(of=of, condition=condition):
            return f"(where {shape(of)} {shape(condition)})"
        case Each(kind=kind):
            return f"(each {kind})"
        case Listing(items=items):
            return f"[{', '.join(map(shape, items))}]"

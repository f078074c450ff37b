"""What is legal in a rule file and yet most likely not meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from checker.model.outcome import OutcomeKind
from checker.model.phrase import Hole, HoleType, Literal, Phrase, PhraseError, parse_phrase
from checker.model.rule import Pack, Rule
from checker.readback.uses import used_by
from checker.rulebook.tree import Entries, Entry, Items, Node, Scalar

_OWN = ("title", "columns", "rows")
_BRACES = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[^\W\d]\w*")
_CHINESE_COMMA = re.compile("[，、；]")
_KINDS = {
    "sections": "部分 / section",
    "tables": "表 / table",
    "words": "词表 / list of words",
    "numbers": "数值 / number",
}


@dataclass(frozen=True, slots=True, order=True)
class Oddity:
    """A warning, with its place in the file; both are 1-based."""

    line: int
    column: int
    code: str
    message: str


def oddities(tree: Entries, pack: Pack, used: frozenset[str]) -> Iterator[Oddity]:
    """The oddities of a file. `used` are the names that its pack and the packs that extend it use."""
    yield from _unused(tree, used | _named(tree))
    yield from _unused_basis(tree)
    yield from _between_values(tree, pack)
    yield from _listed_twice(tree)
    yield from _run_together(tree)
    for entry in _entries(tree, "facts"):
        if isinstance(entry.value, Entries):
            yield from _never_matched(_scalars(entry.value.get("phrase") or entry.value.get("each")))
    own = {entry.key.string: entry for entry in _entries(tree, "rules")}
    rules = [rule for rule in pack.rules if rule.id in own]
    yield from _unasked(rules, pack, own)
    for rule in rules:
        yield from _of_rule(rule, pack, own[rule.id])
    yield from _said_twice(rules, own)


def _unasked(rules: Iterable[Rule], pack: Pack, own: Mapping[str, Entry]) -> Iterator[Oddity]:
    """Rules that no obligation names, in a pack that lists what its regulation asks."""
    named = {id_ for one in pack.obligations for id_ in one.decided_by}
    for rule in rules:
        if named and rule.id not in named:
            message = f"规则 / rule {rule.id} 不在任何一项要求（obligations）之内 / no obligation names it"
            yield _odd(own[rule.id].key, "unasked-rule", message)


def _named(tree: Entries) -> frozenset[str]:
    """Names that tables ask for beside their columns and rows, and that messages put in."""
    found: set[str] = set()
    for entry in _entries(tree, "tables"):
        if isinstance(entry.value, Entries):
            parts = [part for key, part in entry.value.entries.items() if key not in _OWN]
            found |= {scalar.string for part in parts for scalar in _all(part.value)}
    for entry in _entries(tree, "rules"):
        message = entry.value.get("message") if isinstance(entry.value, Entries) else None
        for said in _BRACES.findall(message.string) if isinstance(message, Scalar) else ():
            found.update(_WORD.findall(said))
    return frozenset(found)


def _all(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        yield from _scalars(node)
    else:
        for entry in node.entries.values():
            yield from _all(entry.value)


def _unused(tree: Entries, used: frozenset[str]) -> Iterator[Oddity]:
    for group, kind in _KINDS.items():
        for entry in _entries(tree, group):
            if entry.key.string not in used:
                yield _odd(
                    entry.key, "unused-name", f"{kind} “{entry.key.string}” 没有规则用到 / no rule uses it"
                )
    for entry in _entries(tree, "facts"):
        if entry.key.string not in used:
            message = f"事实 / fact “{entry.key.string}” 没有规则用到，只用来说明哪些数已经认出 / no rule uses it; it only tells which figures are known"
            yield _odd(entry.key, "unused-fact", message)
    for table in _entries(tree, "tables"):
        columns = table.value.get("columns") if isinstance(table.value, Entries) else None
        if table.key.string not in used or not isinstance(columns, Entries):
            continue
        for column in columns.entries.values():
            if column.key.string not in used:
                message = f"栏 / column “{column.key.string}” 没有规则用到 / no rule uses it"
                yield _odd(column.key, "unused-column", message)


def _unused_basis(tree: Entries) -> Iterator[Oddity]:
    rules = [entry.value for entry in _entries(tree, "rules") if isinstance(entry.value, Entries)]
    rules = [rule for rule in rules if rule.get("disabled") is None]
    defaults = tree.get("defaults")
    cited = {item.string for rule in rules for item in _scalars(rule.get("basis"))}
    for number in _entries(tree, "numbers"):
        for value in number.value.items if isinstance(number.value, Items) else ():
            cited |= {
                item.string for item in _scalars(value.get("basis") if isinstance(value, Entries) else None)
            }
    for duty in _entries(tree, "obligations"):
        if isinstance(duty.value, Entries):
            cited |= {item.string for item in _scalars(duty.value.get("basis"))}
    if isinstance(defaults, Entries):
        by_default = {item.string for item in _scalars(defaults.get("basis"))}
        for key in ("severity", "basis"):
            if rules and defaults.get(key) is not None and all(rule.get(key) is not None for rule in rules):
                message = f"默认的 {key} 没有规则用到，每条规则都另有规定 / every rule says its own {key}"
                yield _odd(defaults.entries[key].key, "unused-default", message)
            elif key == "basis":
                cited |= by_default
    for entry in _entries(tree, "basis"):
        if entry.key.string not in cited:
            yield _odd(
                entry.key,
                "unused-basis",
                f"依据 / basis “{entry.key.string}” 没有规则引用 / no rule rests on it",
            )


def _run_together(tree: Entries) -> Iterator[Oddity]:
    """Lists of one item that holds Chinese commas: most likely several were meant."""
    groups = ("words", "aliases", "sections")
    lists = [entry.value for group in groups for entry in _entries(tree, group)]
    for group in ("sections", "tables", "facts"):
        for entry in _entries(tree, group):
            if isinstance(entry.value, Entries):
                lists += [inner.value for inner in entry.value.entries.values()]
    for node in lists:
        if isinstance(node, Items) and len(node.items) == 1 and isinstance(node.items[0], Scalar):
            (only,) = node.items
            if isinstance(only, Scalar) and (sign := _CHINESE_COMMA.search(only.string)):
                message = (
                    f"“{only.string}” 是一项；要分成几项，请用半角逗号“,”隔开 / is one item: "
                    f"if several are meant, write “,” for “{sign[0]}”"
                )
                yield _odd(only, "run-together", message)


def _between_values(tree: Entries, pack: Pack) -> Iterator[Oddity]:
    """Years between two values of a number, for which it has none."""
    for entry in _entries(tree, "numbers"):
        spec = pack.numbers.get(entry.key.string)
        for before, after in pairwise(spec.values if spec else ()):
            if after.first > before.last + 1:
                years = f"{before.last + 1}–{after.first - 1}"
                message = f"数值“{entry.key.string}”在 {years} 年没有值 / the number has no value in {years}"
                yield _odd(entry.key, "years-without-value", message)


def _listed_twice(tree: Entries) -> Iterator[Oddity]:
    """The same words twice in one list, wherever it stands but in the rules."""
    for group in ("sections", "tables", "facts", "words", "aliases"):
        for entry in _entries(tree, group):
            for items in _lists(entry.value):
                seen: set[str] = set()
                for item in items:
                    if item.string in seen:
                        yield _odd(item, "listed-twice", f"重复列出 / listed twice: “{item.string}”")
                    seen.add(item.string)


def _lists(node: Node) -> Iterator[tuple[Scalar, ...]]:
    if isinstance(node, Items):
        yield _scalars(node)
    elif isinstance(node, Entries):
        for entry in node.entries.values():
            yield from _lists(entry.value)


def _never_matched(phrases: tuple[Scalar, ...]) -> Iterator[Oddity]:
    """Phrases every match of which an earlier one takes first."""
    earlier: list[Phrase] = []
    for scalar in phrases:
        try:
            phrase = parse_phrase(scalar.string)
        except PhraseError:
            continue
        greedy = _greedy(phrase)
        if greedy:
            message = f"永远不会相符：{greedy} 会一直取到分句末尾，后面应是文字或… / never matches: the hole takes all up to the end of the clause; put words or … behind it"
            yield _odd(scalar, "never-matched", message)
            continue
        sample = _sample(phrase)
        taker = next((other for other in earlier if any(other.find_all(sample))), None)
        if taker is not None and taker.source != scalar.string:
            message = f"永远轮不到：凡与它相符的，前面的“{taker.source}”已经取走 / never reached: an earlier phrase takes all that it matches"
            yield _odd(scalar, "never-matched", message)
        earlier.append(phrase)


def _greedy(phrase: Phrase) -> str:
    """A hole that takes whatever there is, with another right behind it; empty if there is none."""
    for stretch in phrase.stretches:
        for token, following in pairwise(stretch):
            if isinstance(token, Hole) and token.type in _TAKING_ALL and isinstance(following, Hole):
                return f"{{{token.name}: {token.type}}}"
    return ""


_TAKING_ALL = (HoleType.TEXT, HoleType.LIST, HoleType.PARTS)
_SAMPLES = {
    HoleType.MONEY: "7.00万元",
    HoleType.PERCENT: "7.00%",
    HoleType.COUNT: "7辆",
    HoleType.YEAR: "2017年",
    HoleType.DATE: "2017年7月7日",
    HoleType.CODE: "707",
    HoleType.LIST: "〇、〇",
    HoleType.TEXT: "〇",
    HoleType.PARTS: "〇7.00万元、〇7.00万元",
}


def _sample(phrase: Phrase) -> str:
    """The least that a phrase matches: its words, a value in each hole, one strange letter in each gap."""
    stretches = ("".join(_token(token) for token in stretch) for stretch in phrase.stretches)
    return ("" if phrase.anchored else "〇") + "〇".join(stretches)


def _token(token: Literal | Hole) -> str:
    return token.string if isinstance(token, Literal) else _SAMPLES[token.type]


def _of_rule(rule: Rule, pack: Pack, entry: Entry) -> Iterator[Oddity]:
    applies = pack.applies
    never = (rule.since is not None and applies.until is not None and rule.since > applies.until) or (
        rule.until is not None and applies.since is not None and rule.until < applies.since
    )
    if never:
        message = (
            f"规则 {rule.id} 的年度在规则包 applies 之外，从不适用 / its years lie outside those of the pack"
        )
        yield _odd(entry.key, "never-in-force", message)
    named = used_by(rule) & {*pack.sections, *pack.tables, *pack.facts}
    if named and all(example.outcome is not OutcomeKind.UNDETERMINED for example in rule.examples):
        message = f"规则 {rule.id} 没有“无法判定”的例子 / has no undetermined example"
        yield _odd(entry.key, "no-undetermined-example", message)


def _said_twice(rules: list[Rule], own: dict[str, Entry]) -> Iterator[Oddity]:
    seen: dict[tuple[str, ...], str] = {}
    for rule in rules:
        node = own[rule.id].value
        assert isinstance(node, Entries)
        said = [
            item.string
            for key in ("for_each", "when", "assert", "from", "until")
            for item in (Scalar(key, 0, 0), *_scalars(node.get(key)))
        ]
        key = tuple("".join(word.split()) for word in said)
        if key in seen:
            message = f"规则 {rule.id} 与 {seen[key]} 要求的完全相同 / asks the same as {seen[key]}"
            yield _odd(own[rule.id].key, "said-twice", message)
        seen.setdefault(key, rule.id)


def _entries(tree: Entries, group: str) -> tuple[Entry, ...]:
    node = tree.get(group)
    return tuple(node.entries.values()) if isinstance(node, Entries) else ()


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    if isinstance(node, Scalar):
        return (node,)
    return tuple(item for item in node.items if isinstance(item, Scalar)) if isinstance(node, Items) else ()


def _odd(where: Scalar, code: str, message: str) -> Oddity:
    return Oddity(where.line, where.column, code, message)

"""Rule files → packs. All mistakes of a file are told at once, each with line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from checker.facts.regions import region_named
from checker.model.amount import QUANTITY, UNITS
from checker.model.errors import Mistake, RuleFileError
from checker.model.expression import (
    KEYWORDS,
    Expression,
    ExpressionError,
    ForEach,
    Listing,
    name_at,
    parse_expression,
    parse_for_each,
)
from checker.model.figure import Sidecar
from checker.model.outcome import OutcomeKind
from checker.model.pattern import Pattern, parse_pattern
from checker.model.phrase import HoleType, Phrase, PhraseError, parse_phrase
from checker.model.rule import (
    Applies,
    Basis,
    Belongs,
    CodeLevels,
    CodeList,
    CodeUse,
    ColumnSpec,
    ColumnType,
    Example,
    FactSpec,
    NumberSpec,
    Obligation,
    Pack,
    RowClass,
    Rule,
    SectionSpec,
    Severity,
    Source,
    TableSpec,
    Tolerance,
)
from checker.model.text import normalise
from checker.rulebook import types
from checker.rulebook.numbers import number_spec
from checker.rulebook.salvage import salvaged
from checker.rulebook.schema import Misfit, misfits_in
from checker.rulebook.sidecar import sidecar_of
from checker.rulebook.sound import Sound, sound
from checker.rulebook.suggest import suggestion
from checker.rulebook.tree import Doubled, Entries, Entry, Items, Node, Path, Scalar, parse
from checker.rulebook.written import hash_of

SCHEMA = "rule-file.schema.json"
_GROUPS = ("basis", "sections", "tables", "facts", "words", "aliases", "numbers", "rules", "obligations")
_DOCUMENT = "document"
_SAID = re.compile(r"\{(?P<expression>[^{}]*)\}|(?P<words>[^{}]+|[{}])")
_RULE_KEYS = frozenset(
    "title severity basis when assert message fix tolerance from until examples".split()
) | {""}
_VARIABLE = re.compile(r"\s*([^\W\d]\w*)")
_Checked = TypeVar("_Checked")
_REGION = re.compile(r"[^/省市区县旗]{1,10}(?:省|自治区|市|自治州|地区|盟|区|自治县|县|自治旗|旗)")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file's text with the name that messages call it by; reports call one that has no id by its `own_name`."""

    name: str
    text: str
    own_name: str = ""

    @property
    def sha256(self) -> str:
        return hash_of(self.text)


def misnamed(file: RuleFile, pack: Pack, id_: str) -> Mistake:
    """That a file among the rules has another pack in it than its path says."""
    written = parse(file.text, file.name).get("pack")
    assert isinstance(written, Scalar)  # the pack was loaded
    message = f"pack 应与文件的路径一致，应为 / expected what its path says: “{id_}”, found “{pack.id}”"
    return Mistake(file.name, written.line, written.column, message)


Resolve = Callable[[str], RuleFile | None]
"""Finds the file of a pack by its id."""


@dataclass(frozen=True, slots=True)
class _Written:
    """An entry of a rule file, with the file that it stands in; `faults` are what was taken out of it."""

    file: str
    entry: Entry
    defaults: _Defaults
    overrides: bool
    faults: frozenset[Path]


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What rules of a file have by default; `faulty`: its basis could not be read."""

    severity: str
    basis: tuple[Scalar, ...]
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class _Merged:
    """A file with everything that it extends: groups of entries by name, own ones last.

    `hidden` are names that are known, but not what they are, because their definitions are faulty;
    `unknowable`: a file or a whole group is faulty, so that nothing can be said of an unknown name.
    """

    groups: Mapping[str, Mapping[str, _Written]]
    files: tuple[RuleFile, ...]
    extends: frozenset[str]
    hidden: frozenset[str]
    unknowable: bool


def load_pack(
    file: RuleFile, resolve: Resolve, code_lists: Mapping[str, CodeList], known: Sequence[str] = ()
) -> Pack:
    """The pack that a rule file says; raises RuleFileError with all mistakes. `known`: ids that it may extend."""
    mistakes: list[Mistake] = []
    tree = _tree(file, mistakes)
    if tree is None:
        raise RuleFileError(tuple(mistakes))
    merged = _merged(file, tree, resolve, (_text(tree.tree, "pack"),), mistakes, known, {})
    loader = _Loader(tree.tree, merged, code_lists, mistakes)
    pack = loader.pack()
    if mistakes:
        raise RuleFileError(tuple(mistakes))
    return pack


def _tree(file: RuleFile, mistakes: list[Mistake]) -> Sound | None:
    """What of the file is YAML and fits the schema; None where nothing is."""
    read = salvaged(file.text, file.name)
    mistakes.extend(read.mistakes)
    if read.tree is None:
        return None
    doubled = [_twice(one) for one in read.doubled]
    misfits = [*misfits_in(read.tree, file.name, SCHEMA, read.lost), *doubled]
    mistakes.extend(misfit.mistake for misfit in misfits)
    names = {*read.names, *(str(misfit.path[-1]) for misfit in doubled)}
    other = any(
        misfit.path[0] != "rules" for misfit in doubled
    )  # one of the two was meant to have another name
    return sound(read.tree, misfits, read.lost, names, unknowable=other)


def _twice(one: Doubled) -> Misfit:
    """What stands twice, or has a key twice, is not looked at: which of them is meant cannot be told."""
    path = one.path[:2]
    unseen = f"；改正之前“{path[-1]}”没有检查 / “{path[-1]}” was not looked at"
    return Misfit(replace(one.mistake, message=one.mistake.message + unseen), path)


def _text(tree: Entries, key: str) -> str:
    node = tree.get(key)
    return node.string if isinstance(node, Scalar) else ""


def _merged(
    file: RuleFile,
    fitting: Sound,
    resolve: Resolve,
    above: tuple[str, ...],
    mistakes: list[Mistake],
    known: Sequence[str],
    made: dict[str, _Merged],
) -> _Merged:
    """`made` are the packs that were merged already: one that is extended on many ways is read once."""
    tree, hidden, unknowable = fitting.tree, fitting.hidden, fitting.unknowable
    groups: dict[str, dict[str, _Written]] = {group: {} for group in _GROUPS}
    files: list[RuleFile] = []
    over: set[str] = set()
    extends = tree.get("extends")
    for item in extends.items if isinstance(extends, Items) else ():
        assert isinstance(item, Scalar)
        if item.string in above:
            chain = " → ".join((*above, item.string))
            mistakes.append(
                Mistake(file.name, item.line, item.column, f"循环引用 / circular extends: {chain}")
            )
            unknowable = True
            continue
        if item.string not in made:
            parent = resolve(item.string)
            if parent is None:
                message = f"没有规则包 / unknown pack “{item.string}”{suggestion(item.string, known)}"
                mistakes.append(Mistake(file.name, item.line, item.column, message))
                unknowable = True
                continue
            parent_tree = _tree(parent, mistakes)
            if parent_tree is None:
                unknowable = True
                continue
            made[item.string] = _merged(
                parent, parent_tree, resolve, (*above, item.string), mistakes, known, made
            )
        inherited = made[item.string]
        files.extend(one for one in inherited.files if one not in files)
        over |= {item.string, *inherited.extends}
        hidden |= inherited.hidden
        unknowable = unknowable or inherited.unknowable
        for group in _GROUPS:
            groups[group].update(inherited.groups[group])
    defaults = _defaults(tree, faulty=bool(fitting.within("defaults")))
    for group in _GROUPS:
        node = tree.get(group)
        for key, entry in node.entries.items() if isinstance(node, Entries) else ():
            faults = fitting.within(group, key)
            groups[group][key] = _Written(file.name, entry, defaults, key in groups[group], faults)
    return _Merged(groups, (*files, file), frozenset(over), hidden, unknowable)


def _defaults(tree: Entries, faulty: bool) -> _Defaults:
    node = tree.get("defaults")
    if not isinstance(node, Entries):
        return _Defaults(Severity.ERROR, (), faulty)
    severity = node.get("severity")
    basis = node.get("basis")
    return _Defaults(
        severity.string if isinstance(severity, Scalar) else Severity.ERROR,
        tuple(item for item in basis.items if isinstance(item, Scalar)) if isinstance(basis, Items) else (),
        faulty,
    )


class _Loader:
    """Builds the values of a pack from entries that fit the schema, and collects mistakes."""

    def __init__(
        self, tree: Entries, merged: _Merged, code_lists: Mapping[str, CodeList], mistakes: list[Mistake]
    ) -> None:
        self.tree = tree
        self.groups = merged.groups
        self.files = merged.files
        self.extends = merged.extends
        self.code_lists = code_lists
        self.mistakes = mistakes
        self.file = merged.files[-1].name
        self.hidden = set(merged.hidden)
        self.unknowable = merged.unknowable
        self.vague: dict[str, set[str]] = {}  # of a table: columns and classes of rows that are faulty

    def mistake(self, source: Source, message: str) -> None:
        self.mistakes.append(Mistake(source.file, source.line, source.column, message))

    def pack(self) -> Pack:
        self.file = self.files[-1].name
        basis = {key: self.basis(key, written) for key, written in self.each("basis")}
        numbers = self.numbers(basis)
        sections = {key: self.section(key, written) for key, written in self.each("sections")}
        words = {
            key: tuple(scalar.string for scalar in _scalars(written.entry.value))
            for key, written in self.each("words")
        }
        tables = {key: self.table(key, written, sections, words) for key, written in self.each("tables")}
        facts = {key: self.fact(key, written, sections) for key, written in self.each("facts")}
        self.check_names_differ()
        groups = {name: code_list.groups for name, code_list in self.code_lists.items()}
        names = _names(sections, tables, facts, words, self.vague, groups)
        names.update(
            (key, types.QuantityType(spec.values[0].amount.unit.dimension)) for key, spec in numbers.items()
        )
        names.update(dict.fromkeys(self.hidden, types.AnyType()))
        names = types.with_documents(names)
        columns = _columns(tables, names) | {
            name: types.AnyType() for vague in self.vague.values() for name in vague if name not in names
        }
        rules: list[Rule] = []
        disabled: dict[str, str] = {}
        for key, written in self.each("rules"):
            node = written.entry.value
            assert isinstance(node, Entries)
            off = node.get("disabled")
            if ("disabled",) in written.faults:
                continue
            if isinstance(off, Scalar):
                disabled[key] = off.string
                if not written.overrides and not self.unknowable:
                    source = written.entry.key.source(written.file)
                    inherited = [
                        id_ for id_, other in self.groups["rules"].items() if other.file != written.file
                    ]
                    message = f"没有可停用的规则 / no extended pack has a rule {key}"
                    self.mistake(source, message + suggestion(key, inherited))
            else:
                rule = self.rule(key, written, node, basis, names, columns)
                if rule is not None:
                    rules.append(rule)
        aliases, other_names = self.aliases()
        digest = hash_of("".join(file.sha256 for file in self.files))
        return Pack(
            _text(self.tree, "pack"),
            _text(self.tree, "title"),
            _text(self.tree, "version"),
            digest,
            self.applies(),
            MappingProxyType(sections),
            MappingProxyType(tables),
            MappingProxyType(facts),
            MappingProxyType(words),
            self.code_lists,
            tuple(rules),
            MappingProxyType(disabled),
            self.extends,
            tuple(
                self.obligation(key, written, basis, {*self.groups["rules"]})
                for key, written in self.each("obligations")
            ),
            MappingProxyType(aliases),
            MappingProxyType(other_names),
            MappingProxyType(numbers),
            MappingProxyType(self.files_of(tables.values())),
        )

    def files_of(self, tables: Iterable[TableSpec]) -> dict[str, str]:
        """The rule files and the files of the code lists that the tables use, each with its hash."""
        used = dict.fromkeys(table.codes.list for table in tables if table.codes is not None)
        lists = [self.code_lists[name].files for name in used if name in self.code_lists]
        own = {file.own_name or file.name: file.sha256 for file in self.files}
        return own | {name: sha256 for files in lists for name, sha256 in files.items()}

    def each(self, group: str) -> Iterator[tuple[str, _Written]]:
        """The entries of a group; mistakes found in one are told in the file that it stands in."""
        for key, written in self.groups[group].items():
            self.file = written.file
            yield key, written

    def aliases(self) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
        """Other ways of writing each name, and for each way, normalised, the name; a way is of one name only."""
        aliases: dict[str, tuple[str, ...]] = {}
        names: dict[str, str] = {}
        known = {normalise(key).string for key in self.groups["aliases"]}
        for key, written in self.each("aliases"):
            aliases[key] = _strings(written.entry.value)
            name = normalise(key).string
            for scalar in _scalars(written.entry.value):
                way = normalise(scalar.string).string
                taken = way if way in known else names.get(way, name)
                if taken != name or way == name:
                    message = f"“{scalar.string}”已是“{taken}”的写法 / is a way of writing that name already"
                    self.mistake(scalar.source(self.file), message)
                names[way] = name
        return aliases, names

    def numbers(self, basis: Mapping[str, Basis]) -> dict[str, NumberSpec]:
        found: dict[str, NumberSpec] = {}
        for key, written in self.each("numbers"):
            spec = number_spec(key, written.entry.value, self.file, basis, self.lacks, self.mistake)
            if spec is None or written.faults:
                self.hidden.add(key)
            else:
                found[key] = spec
        return found

    def obligation(
        self, key: str, written: _Written, basis: Mapping[str, Basis], rules: Iterable[str]
    ) -> Obligation:
        node = written.entry.value
        assert isinstance(node, Entries)
        cited = node.get("basis")
        named = cited.string if isinstance(cited, Scalar) else ""
        if isinstance(cited, Scalar) and self.lacks(named, basis):
            message = f"没有依据 / unknown basis “{cited.string}”{suggestion(cited.string, basis)}"
            self.mistake(cited.source(self.file), message)
        decided_by = _scalars(node.get("decided_by"))
        for scalar in decided_by:
            if self.lacks(scalar.string, rules):
                message = f"没有规则 / unknown rule “{scalar.string}”{suggestion(scalar.string, rules)}"
                self.mistake(scalar.source(self.file), message)
        return Obligation(
            key,
            _text(node, "words"),
            basis.get(named, Basis(named, "", "", "")),
            tuple(scalar.string for scalar in decided_by),
            _text(node, "person"),
            _year(node.get("from")),
            _year(node.get("until")),
        )

    def check_names_differ(self) -> None:
        """Sections, tables, facts and words share one namespace with the built-in names."""
        seen: dict[str, str] = dict.fromkeys(types.BUILT_IN, "语言自带的名称 / the language's own name")
        for group in ("sections", "tables", "facts", "words", "numbers"):
            for key, written in self.each(group):
                if key in KEYWORDS:
                    source = written.entry.key.source(written.file)
                    self.mistake(source, f"“{key}”是表达式用词，不能作名称 / is a word of the language")
                if key in seen:
                    source = written.entry.key.source(written.file)
                    self.mistake(source, f"名称“{key}”已用于 {seen[key]} / the name is already used there")
                seen[key] = group

    def applies(self) -> Applies:
        node = self.tree.get("applies")
        if not isinstance(node, Entries):
            return Applies()
        years = _text(node, "fiscal_year")
        since = until = None
        match = re.fullmatch(r"(>=|<=)?(\d{4})(?:\.\.(\d{4}))?", years)
        if match:
            year = int(match[2])
            since = None if match[1] == "<=" else year
            until = None if match[1] == ">=" else int(match[3] or year)
            scalar = node.get("fiscal_year")
            assert isinstance(scalar, Scalar)
            if since is not None and until is not None and since > until:
                self.mistake(scalar.source(self.file), f"年度次序颠倒 / years in the wrong order: {years}")
        region = _text(node, "region")
        levels = region_named(region)
        if region and not levels:
            place = node.get("region")
            assert isinstance(place, Scalar)
            message = f"应为地区全称，如 河北省石家庄市 / expected a region in full, found “{region}”"
            self.mistake(place.source(self.file), message)
        return Applies(
            tuple(scalar.string for scalar in _scalars(node.get("kind"))),
            tuple(scalar.string for scalar in _scalars(node.get("level"))),
            levels,
            since,
            until,
            _text(node, "below").lower() == "true",
        )

    def basis(self, key: str, written: _Written) -> Basis:
        node = written.entry.value
        assert isinstance(node, Entries)
        return Basis(key, _text(node, "instrument"), _text(node, "number"), _text(node, "article"))

    def section(self, key: str, written: _Written) -> SectionSpec:
        node = written.entry.value
        named = node.get("heading") if isinstance(node, Entries) else node
        for scalar in _scalars(named):
            if not all(step.strip() for step in f" {scalar.string} ".split(" / ")):
                message = "应为 上级标题 / 标题 / a heading is missing before or behind the stroke"
                self.mistake(scalar.source(self.file), message)
        if isinstance(node, Entries):
            headings = _strings(node.get("heading"))
            return SectionSpec(key, headings, Belongs(_text(node, "belongs") or Belongs.DOCUMENT))
        return SectionSpec(key, _strings(node), Belongs.DOCUMENT)

    def table(
        self, key: str, written: _Written, sections: Mapping[str, SectionSpec], words: Iterable[str]
    ) -> TableSpec:
        node = written.entry.value
        assert isinstance(node, Entries)
        columns_node = node.get("columns")
        assert isinstance(columns_node, Entries)
        columns: dict[str, ColumnSpec] = {}
        vague = self.vague[key] = {
            str(path[1]) for path in written.faults if len(path) > 1 and path[0] in ("columns", "rows")
        }
        for name, entry in columns_node.entries.items():
            if name in types.ROW_WORDS:
                self.mistake(entry.key.source(self.file), f"列名不能用 / a column cannot be named “{name}”")
            columns[name] = _column(name, entry.value)
        names = {name: types.COLUMN_TYPES[column.type] for name, column in columns.items()}
        classes: dict[str, RowClass] = {}
        rows = node.get("rows")
        for name, entry in rows.entries.items() if isinstance(rows, Entries) else ():
            spec = entry.value
            assert isinstance(spec, Entries)
            where = spec.get("where")
            assert isinstance(where, Scalar)
            if name in types.TABLE_WORDS:
                self.mistake(
                    entry.key.source(self.file), f"行类不能用 / a class of rows cannot be named “{name}”"
                )
            lists = dict.fromkeys(words, types.ListType(types.TEXT))
            row_names = {**types.BUILT_IN, **lists, **_row_attributes(names, self.groups_of(node))}
            row_names.update(dict.fromkeys((*self.hidden, *vague), types.AnyType()))
            parsed = self.condition(where, row_names)
            if parsed is None:
                vague.add(name)
            else:
                classes[name] = RowClass(name, parsed, _text(spec, "one").lower() == "true")
        section = node.get("in")
        if isinstance(section, Scalar) and self.lacks(section.string, sections):
            message = (
                f"没有这一部分 / unknown section “{section.string}”{suggestion(section.string, sections)}"
            )
            self.mistake(section.source(self.file), message)
        ordinals = node.get("ordinals")
        codes = node.get("codes")
        hierarchy = node.get("hierarchy")
        for scalar in (
            ordinals,
            codes.get("column") if isinstance(codes, Entries) else None,
            hierarchy.get("code") if isinstance(hierarchy, Entries) else None,
            *_scalars(node.get("requires")),
        ):
            if isinstance(scalar, Scalar) and scalar.string not in {*columns, *vague}:
                message = f"没有列 / unknown column “{scalar.string}”{suggestion(scalar.string, columns)}"
                self.mistake(scalar.source(self.file), message)
        use: CodeUse | None = None
        if isinstance(codes, Entries):
            use = CodeUse(_text(codes, "list"), _text(codes, "column"))
            if use.list not in self.code_lists:
                scalar = codes.get("list")
                assert isinstance(scalar, Scalar)
                message = f"没有目录 / unknown code list “{use.list}”{suggestion(use.list, self.code_lists)}"
                self.mistake(scalar.source(self.file), message)
        return TableSpec(
            key,
            _strings(node.get("title")),
            section.string if isinstance(section, Scalar) else None,
            MappingProxyType(columns),
            MappingProxyType(classes),
            ordinals.string if isinstance(ordinals, Scalar) else None,
            use,
            Belongs(_text(node, "belongs") or Belongs.DOCUMENT),
            _strings(node.get("part")),
            tuple(name for name in _strings(node.get("requires")) if name in columns),
            self.by_code(node.get("hierarchy")),
        )

    def groups_of(self, table: Entries) -> tuple[str, ...]:
        """The groups of the code list that a table uses."""
        codes = table.get("codes")
        name = _text(codes, "list") if isinstance(codes, Entries) else ""
        return self.code_lists[name].groups if name in self.code_lists else ()

    def by_code(self, node: Node | None) -> CodeLevels | None:
        if not isinstance(node, Entries):
            return None
        levels = node.get("levels")
        lengths = tuple(int(scalar.string) for scalar in _scalars(levels))
        if list(lengths) != sorted(set(lengths)) and isinstance(levels, Items):
            place = Source(self.file, levels.line, levels.column)
            self.mistake(place, "levels 应由小到大 / expected lengths that rise")
        return CodeLevels(_text(node, "code"), lengths)

    def fact(self, key: str, written: _Written, sections: Mapping[str, SectionSpec]) -> FactSpec:
        node = written.entry.value
        assert isinstance(node, Entries)
        places = _scalars(node.get("in"))
        for place in places:
            if place.string != _DOCUMENT and self.lacks(place.string, sections):
                message = f"没有这一部分 / unknown section “{place.string}”"
                self.mistake(
                    place.source(self.file), message + suggestion(place.string, [*sections, _DOCUMENT])
                )
        ways = tuple(self.ways(key, node, written))
        holes = [{hole.name for hole in way.holes if hole.name} for way in ways]
        if holes and (not holes[0] or any(other != holes[0] for other in holes)):
            source = written.entry.key.source(self.file)
            wide = any("｛" in scalar.string for scalar in _scalars(node.get("phrase") or node.get("each")))
            hint = "；花括号是全角的，应为半角 {…} / full-width braces: write {…}" if wide else ""
            said = "各短语的 {名称} 应相同且至少一个 / every phrase needs the same named holes"
            self.mistake(source, said + hint)
            self.hidden.add(key)
        if written.faults:
            self.hidden.add(key)
        each = node.get("each") or node.get("each_regex")
        return FactSpec(key, tuple(place.string for place in places), ways, each is not None)

    def ways(self, key: str, node: Entries, written: _Written) -> Iterator[Phrase | Pattern]:
        """The ways in which a fact is said: phrases, or patterns with what each of their groups takes."""
        if any(path[0] == "types" for path in written.faults):
            return
        types_ = node.get("types")
        groups = types_.entries if isinstance(types_, Entries) else {}
        kinds = {
            name: HoleType(entry.value.string)
            for name, entry in groups.items()
            if isinstance(entry.value, Scalar)
        }
        named: set[str] = set()
        for way in ("phrase", "each", "regex", "each_regex"):
            for scalar in _scalars(node.get(way)):
                try:
                    parsed = (
                        parse_pattern(scalar.string, kinds)
                        if way.endswith("regex")
                        else parse_phrase(scalar.string)
                    )
                except PhraseError as error:
                    self.mistake(scalar.source(self.file, error.offset), str(error))
                    self.hidden.add(key)
                    continue
                named |= {hole.name for hole in parsed.holes}
                yield parsed
        for name, entry in groups.items():
            if name not in named and key not in self.hidden:
                message = f"regex 里没有这一组 / regex has no such group: “{name}”{suggestion(name, named)}"
                self.mistake(entry.key.source(self.file), message)

    def rule(
        self,
        key: str,
        written: _Written,
        node: Entries,
        basis: Mapping[str, Basis],
        names: types.Names,
        columns: Mapping[str, types.Type],
    ) -> Rule | None:
        source = written.entry.key.source(written.file)
        before = len(self.mistakes)
        cited = _scalars(node.get("basis")) or written.defaults.basis
        faulty = {path[0] for path in written.faults}
        if not cited and not faulty & {"basis"} and not written.defaults.faulty:
            self.mistake(source, f"规则 {key} 没有依据 / the rule has no basis")
        for scalar in cited:
            if self.lacks(scalar.string, basis):
                message = f"没有依据 / unknown basis “{scalar.string}”{suggestion(scalar.string, basis)}"
                self.mistake(scalar.source(written.file), message)
        # a key that is none may be for_each misspelt
        unclear = "for_each" in faulty or (node.get("for_each") is None and not faulty <= _RULE_KEYS)
        scope: Mapping[str, types.Type] | None = None if unclear else names
        loops: list[ForEach] = []
        for scalar in _scalars(node.get("for_each")):
            try:
                loop = parse_for_each(scalar.string)
            except ExpressionError as error:
                self.mistake(scalar.source(written.file, error.offset), str(error))
                named = _VARIABLE.match(scalar.string)
                if scope is not None and named and named[1] not in KEYWORDS:
                    scope = {**scope, named[1]: types.AnyType()}
                else:  # without its variable only the writing of the rest can be checked
                    scope = None
                continue
            loops.append(loop)
            scope = self.inside(loop, scalar, scope, columns)
        when_node, assert_node = node.get("when"), node.get("assert")
        when = self.condition(when_node, scope) if isinstance(when_node, Scalar) else None
        condition = self.condition(assert_node, scope) if isinstance(assert_node, Scalar) else None
        tolerance = self.tolerance(node.get("tolerance"))
        said = self.message(node.get("message"), scope)
        since, until = _year(node.get("from")), _year(node.get("until"))
        if since is not None and until is not None and since > until:
            self.mistake(source, f"规则 {key} 的 from 晚于 until / from is later than until")
        examples = self.examples(key, source, node.get("examples"), "examples" in faulty or "" in faulty)
        if condition is None or len(self.mistakes) > before or faulty:
            return None
        if any(scalar.string not in basis for scalar in cited):
            return None  # one that is faulty
        assert isinstance(assert_node, Scalar)
        return Rule(
            key,
            _text(node, "title"),
            Severity(_text(node, "severity") or written.defaults.severity),
            tuple(basis[scalar.string] for scalar in cited),
            tuple(loops),
            when,
            condition,
            assert_node.string,
            _text(node, "fix"),
            tolerance,
            since,
            until,
            examples,
            source,
            said,
        )

    def message(self, node: Node | None, names: types.Names | None) -> tuple[str | Expression, ...]:
        """The words and the expressions of a message in turn."""
        if not isinstance(node, Scalar):
            return ()
        parts: list[str | Expression] = []
        for match in _SAID.finditer(node.string):
            if match["words"] is not None:
                parts.append(match["words"])
                continue
            start = match.start("expression")
            try:
                parsed = parse_expression(match["expression"])
            except ExpressionError as error:
                self.mistake(node.source(self.file, start + error.offset), str(error))
                continue
            parts.append(parsed)
            if names is None:
                continue
            type_ = self.checked(parsed, node, names, partial(types.type_of, parsed), start)
            if type_ is not None and not types.can_be_said(type_):
                message = (
                    "花括号里应为数、文字或其列表 / expected a number, a text or a list of them in braces"
                )
                self.mistake(node.source(self.file, start), message)
        return tuple(parts)

    def lacks(self, name: str, known: Iterable[str]) -> bool:
        """Whether there is surely no such name."""
        return name not in known and name not in self.hidden and not self.unknowable

    def inside(
        self,
        loop: ForEach,
        scalar: Scalar,
        names: types.Names | None,
        columns: Mapping[str, types.Type],
    ) -> types.Names | None:
        """The names inside a for_each. Where it is faulty, its variable is known, only not what it is."""
        if names is None:
            return None

        def names_inside(known: types.Names) -> types.Names:
            if isinstance(loop.source, Listing):  # what is unknown there is meant as a column
                told = {name: type_ for name, type_ in known.items() if name not in names}
                return types.names_for(loop, names, {**columns, **told})
            return types.names_for(loop, known, columns)

        inner = self.checked(loop.source, scalar, names, names_inside)
        return inner if inner is not None else {**names, loop.name: types.AnyType()}

    def checked(
        self,
        node: Expression,
        scalar: Scalar,
        names: types.Names,
        check: Callable[[types.Names], _Checked],
        start: int = 0,
    ) -> _Checked | None:
        """What a check finds, or None if there is a mistake. All unknown names of an expression are told.

        `start` is where the expression begins in the scalar.
        """
        sound_ = True
        while True:
            try:
                found = check(names)
            except types.RuleTypeError as error:
                name = name_at(node, error.offset)
                unknown = name is not None and name not in names
                if not (unknown and self.unknowable):
                    self.mistake(scalar.source(self.file, start + error.offset), str(error))
                    sound_ = False
                if not unknown:
                    return None
                assert name is not None
                names = {**names, name: types.AnyType()}
                continue
            return found if sound_ else None

    def condition(self, scalar: Scalar, names: types.Names | None) -> Expression | None:
        """A condition, parsed and checked; without names only parsed."""
        try:
            parsed = parse_expression(scalar.string)
        except ExpressionError as error:
            self.mistake(scalar.source(self.file, error.offset), str(error))
            return None
        if names is None:
            return None
        type_ = self.checked(parsed, scalar, names, partial(types.type_of, parsed))
        if type_ is None:
            return None
        if not isinstance(type_, types.TruthType | types.AnyType):
            self.mistake(
                scalar.source(self.file), "应为判断（如 a == b）/ expected a condition such as a == b"
            )
        return parsed

    def tolerance(self, node: Node | None) -> Tolerance | None:
        if not isinstance(node, Scalar):
            return None
        if node.string == "exact":
            return Tolerance(Decimal(0), None)
        match = QUANTITY.fullmatch(node.string.replace(" ", ""))
        if match is None or match["unit"] is None or match["number"].startswith("-"):
            message = f"应为 exact 或带单位的数 / expected exact or an amount, found “{node.string}”"
            self.mistake(node.source(self.file), message)
            return None
        unit = UNITS[match["unit"]]
        return Tolerance(Decimal(match["number"]) * unit.scale, unit.dimension)

    def examples(self, key: str, source: Source, node: Node | None, faulty: bool) -> tuple[Example, ...]:
        examples: list[Example] = []
        for item in node.items if isinstance(node, Items) and not faulty else ():
            assert isinstance(item, Entries)
            given = item.get("given")
            if isinstance(given, Scalar) and given.folded:
                message = "几行的内容会接成一行：given: 后面应有竖线 | / its lines become one: write | behind given:"
                self.mistake(Source(self.file, given.line, given.column), message)
            beside = item.get("sidecar")
            examples.append(
                Example(
                    OutcomeKind(_text(item, "outcome")),
                    _text(item, "given"),
                    _year(item.get("fiscal_year")),
                    Source(self.file, item.line, item.column),
                    sidecar_of(beside, self.file, self.mistake) if isinstance(beside, Entries) else Sidecar(),
                    _text(item, "prior"),
                    _text(item, "budget_document"),
                    _strings(item.get("units")),
                )
            )
        kinds = {example.outcome for example in examples}
        if faulty:
            return ()
        if not kinds & {OutcomeKind.PASS, OutcomeKind.PASS_WITHIN_ROUNDING} or OutcomeKind.FAIL not in kinds:
            self.mistake(
                source, f"规则 {key} 至少要有通过和不通过各一例 / needs a passing and a failing example"
            )
        return tuple(examples)


def _column(name: str, node: Node) -> ColumnSpec:
    if isinstance(node, Entries):
        return ColumnSpec(
            name, _strings(node.get("title")), ColumnType(_text(node, "type") or ColumnType.MONEY)
        )
    return ColumnSpec(name, _strings(node), ColumnType.MONEY)


def _row_attributes(columns: Mapping[str, types.Type], groups: tuple[str, ...]) -> dict[str, types.Type]:
    """What a row of a table offers: its columns, and what every row has."""
    attributes: dict[str, types.Type] = {
        **columns,
        "label": types.TEXT,
        "level": types.NUMBER,
        "path": types.TEXT,
        "entry": types.ENTRY,
        "group": types.TextType(groups),
    }
    row = types.RecordType("row", attributes)
    attributes["parent"] = row
    attributes["children"] = types.ListType(row)
    attributes["members"] = types.ListType(row)
    return attributes


def _names(
    sections: Mapping[str, SectionSpec],
    tables: Mapping[str, TableSpec],
    facts: Mapping[str, FactSpec],
    words: Iterable[str],
    vague: Mapping[str, Iterable[str]],
    groups: Mapping[str, tuple[str, ...]],
) -> dict[str, types.Type]:
    """The names that every rule of a pack may use; `vague` are the faulty columns and classes of each table,
    `groups` those of each code list.
    """
    names: dict[str, types.Type] = dict(types.BUILT_IN)
    names.update(dict.fromkeys(words, types.ListType(types.TEXT)))
    names.update(dict.fromkeys(sections, types.SECTION))
    for key, table in tables.items():
        columns = {name: types.COLUMN_TYPES[column.type] for name, column in table.columns.items()}
        faulty = dict.fromkeys(vague.get(key, ()), types.AnyType())
        own = groups.get(table.codes.list, ()) if table.codes else ()
        row = types.RecordType("row", _row_attributes({**columns, **faulty}, own))
        attributes: dict[str, types.Type] = {
            **types.ANY_TABLE.attributes,
            "rows": types.ListType(row),
            **{name: row if spec.one else types.ListType(row) for name, spec in table.classes.items()},
            **faulty,
        }
        names[key] = types.RecordType("table", attributes)
    for key, fact in facts.items():
        holes = {hole.name: types.HOLE_TYPES[hole.type] for hole in fact.holes if hole.name}
        record = types.RecordType("fact", holes)
        names[key] = types.ListType(record) if fact.each else record
    return names


def _columns(tables: Mapping[str, TableSpec], names: types.Names) -> dict[str, types.Type]:
    """All columns of all tables by name, for the bare names in `col in [total, basic]`."""
    return {
        name: types.COLUMN_TYPES[column.type]
        for table in tables.values()
        for name, column in table.columns.items()
        if name not in names
    }


def _year(node: Node | None) -> int | None:
    return int(node.string) if isinstance(node, Scalar) else None


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    """The texts of a node that may be one text or a list of them."""
    if isinstance(node, Scalar):
        return (node,)
    return tuple(item for item in node.items if isinstance(item, Scalar)) if isinstance(node, Items) else ()


def _strings(node: Node | None) -> tuple[str, ...]:
    return tuple(scalar.string for scalar in _scalars(node))

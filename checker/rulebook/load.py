"""Rule files → packs. All mistakes of a file are told at once, each with line and column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from checker.facts.regions import region_named
from checker.model.amount import QUANTITY, UNITS
from checker.model.errors import Mistake, RuleFileError
from checker.model.expression import (
    KEYWORDS,
    Expression,
    ExpressionError,
    ForEach,
    parse_expression,
    parse_for_each,
)
from checker.model.outcome import OutcomeKind
from checker.model.phrase import Phrase, PhraseError, parse_phrase
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
from checker.rulebook import types
from checker.rulebook.schema import mistakes_in
from checker.rulebook.suggest import suggestion
from checker.rulebook.tree import Entries, Entry, Items, Node, Scalar, parse

SCHEMA = "rule-file.schema.json"
_GROUPS = ("basis", "sections", "tables", "facts", "words", "rules", "obligations")
_DOCUMENT = "document"
_SAID = re.compile(r"\{(?P<expression>[^{}]*)\}|(?P<words>[^{}]+|[{}])")
_REGION = re.compile(r"[^/省市区县旗]{1,10}(?:省|自治区|市|自治州|地区|盟|区|自治县|县|自治旗|旗)")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file's text with the name that messages and reports call it by."""

    name: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


Resolve = Callable[[str], RuleFile | None]
"""Finds the file of a pack by its id."""


@dataclass(frozen=True, slots=True)
class _Written:
    """An entry of a rule file, with the file that it stands in."""

    file: str
    entry: Entry
    defaults: _Defaults
    overrides: bool


@dataclass(frozen=True, slots=True)
class _Defaults:
    severity: str
    basis: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class _Merged:
    """A file with everything that it extends: groups of entries by name, own ones last."""

    groups: Mapping[str, Mapping[str, _Written]]
    files: tuple[RuleFile, ...]
    extends: frozenset[str]


def load_pack(file: RuleFile, resolve: Resolve, code_lists: Mapping[str, CodeList]) -> Pack:
    """The pack that a rule file says; raises RuleFileError with all mistakes."""
    mistakes: list[Mistake] = []
    tree = _tree(file, mistakes)
    if tree is None:
        raise RuleFileError(tuple(mistakes))
    merged = _merged(file, tree, resolve, (_text(tree, "pack"),), mistakes)
    loader = _Loader(tree, merged, code_lists, mistakes)
    pack = loader.pack()
    if mistakes:
        raise RuleFileError(tuple(mistakes))
    return pack


def _tree(file: RuleFile, mistakes: list[Mistake]) -> Entries | None:
    try:
        tree = parse(file.text, file.name)
    except RuleFileError as error:
        mistakes.extend(error.mistakes)
        return None
    found = list(mistakes_in(tree, file.name, SCHEMA))
    mistakes.extend(found)
    return None if found else tree


def _text(tree: Entries, key: str) -> str:
    node = tree.get(key)
    return node.string if isinstance(node, Scalar) else ""


def _merged(
    file: RuleFile, tree: Entries, resolve: Resolve, above: tuple[str, ...], mistakes: list[Mistake]
) -> _Merged:
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
            continue
        parent = resolve(item.string)
        if parent is None:
            message = f"没有规则包 / unknown pack “{item.string}”"
            mistakes.append(Mistake(file.name, item.line, item.column, message))
            continue
        parent_tree = _tree(parent, mistakes)
        if parent_tree is not None:
            inherited = _merged(parent, parent_tree, resolve, (*above, item.string), mistakes)
            files.extend(inherited.files)
            over |= {item.string, *inherited.extends}
            for group in _GROUPS:
                groups[group].update(inherited.groups[group])
    defaults = _defaults(tree)
    for group in _GROUPS:
        node = tree.get(group)
        for key, entry in node.entries.items() if isinstance(node, Entries) else ():
            groups[group][key] = _Written(file.name, entry, defaults, key in groups[group])
    return _Merged(groups, (*files, file), frozenset(over))


def _defaults(tree: Entries) -> _Defaults:
    node = tree.get("defaults")
    if not isinstance(node, Entries):
        return _Defaults(Severity.ERROR, ())
    severity = node.get("severity")
    basis = node.get("basis")
    return _Defaults(
        severity.string if isinstance(severity, Scalar) else Severity.ERROR,
        tuple(item for item in basis.items if isinstance(item, Scalar)) if isinstance(basis, Items) else (),
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

    def mistake(self, source: Source, message: str) -> None:
        self.mistakes.append(Mistake(source.file, source.line, source.column, message))

    def pack(self) -> Pack:
        self.file = self.files[-1].name
        basis = {key: self.basis(key, written) for key, written in self.each("basis")}
        sections = {key: self.section(key, written) for key, written in self.each("sections")}
        words = {
            key: tuple(scalar.string for scalar in _scalars(written.entry.value))
            for key, written in self.each("words")
        }
        tables = {key: self.table(key, written, sections, words) for key, written in self.each("tables")}
        facts = {key: self.fact(key, written, sections) for key, written in self.each("facts")}
        self.check_names_differ()
        names = _names(sections, tables, facts, words)
        columns = _columns(tables, names)
        rules: list[Rule] = []
        disabled: dict[str, str] = {}
        for key, written in self.each("rules"):
            node = written.entry.value
            assert isinstance(node, Entries)
            off = node.get("disabled")
            if isinstance(off, Scalar):
                disabled[key] = off.string
                if not written.overrides:
                    source = written.entry.key.source(written.file)
                    self.mistake(source, f"没有可停用的规则 / no extended pack has a rule {key}")
            else:
                rule = self.rule(key, written, node, basis, names, columns)
                if rule is not None:
                    rules.append(rule)
        digest = hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()
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
        )

    def each(self, group: str) -> Iterator[tuple[str, _Written]]:
        """The entries of a group; mistakes found in one are told in the file that it stands in."""
        for key, written in self.groups[group].items():
            self.file = written.file
            yield key, written

    def obligation(
        self, key: str, written: _Written, basis: Mapping[str, Basis], rules: Iterable[str]
    ) -> Obligation:
        node = written.entry.value
        assert isinstance(node, Entries)
        cited = node.get("basis")
        assert isinstance(cited, Scalar)
        if cited.string not in basis:
            message = f"没有依据 / unknown basis “{cited.string}”{suggestion(cited.string, basis)}"
            self.mistake(cited.source(self.file), message)
        decided_by = _scalars(node.get("decided_by"))
        for scalar in decided_by:
            if scalar.string not in rules:
                message = f"没有规则 / unknown rule “{scalar.string}”{suggestion(scalar.string, rules)}"
                self.mistake(scalar.source(self.file), message)
        return Obligation(
            key,
            _text(node, "words"),
            basis.get(cited.string, Basis(cited.string, "", "", "")),
            tuple(scalar.string for scalar in decided_by),
            _text(node, "person"),
            _year(node.get("from")),
            _year(node.get("until")),
        )

    def check_names_differ(self) -> None:
        """Sections, tables, facts and words share one namespace with the built-in names."""
        seen: dict[str, str] = dict.fromkeys(types.BUILT_IN, "built-in")
        for group in ("sections", "tables", "facts", "words"):
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
        assert isinstance(node, Entries)
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
            row_names = {**types.BUILT_IN, **lists, **_row_attributes(names)}
            parsed = self.condition(where, row_names)
            if parsed is not None:
                classes[name] = RowClass(name, parsed, _text(spec, "one").lower() == "true")
        section = node.get("in")
        if isinstance(section, Scalar) and section.string not in sections:
            message = (
                f"没有这一部分 / unknown section “{section.string}”{suggestion(section.string, sections)}"
            )
            self.mistake(section.source(self.file), message)
        ordinals = node.get("ordinals")
        codes = node.get("codes")
        for scalar in (ordinals, codes.get("column") if isinstance(codes, Entries) else None):
            if isinstance(scalar, Scalar) and scalar.string not in columns:
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
            self.required(node.get("requires"), columns),
            self.by_code(node.get("hierarchy"), columns),
        )

    def required(self, node: Node | None, columns: Iterable[str]) -> tuple[str, ...]:
        for scalar in _scalars(node):
            if scalar.string not in columns:
                message = f"没有列 / unknown column “{scalar.string}”{suggestion(scalar.string, columns)}"
                self.mistake(scalar.source(self.file), message)
        return tuple(name for name in _strings(node) if name in columns)

    def by_code(self, node: Node | None, columns: Iterable[str]) -> CodeLevels | None:
        if not isinstance(node, Entries):
            return None
        code = node.get("code")
        assert isinstance(code, Scalar)
        if code.string not in columns:
            message = f"没有列 / unknown column “{code.string}”{suggestion(code.string, columns)}"
            self.mistake(code.source(self.file), message)
        lengths = tuple(int(scalar.string) for scalar in _scalars(node.get("levels")))
        if list(lengths) != sorted(set(lengths)):
            self.mistake(code.source(self.file), "levels 应由小到大 / expected lengths that rise")
        return CodeLevels(code.string, lengths)

    def fact(self, key: str, written: _Written, sections: Mapping[str, SectionSpec]) -> FactSpec:
        node = written.entry.value
        assert isinstance(node, Entries)
        places = _scalars(node.get("in"))
        for place in places:
            if place.string != _DOCUMENT and place.string not in sections:
                message = f"没有这一部分 / unknown section “{place.string}”"
                self.mistake(
                    place.source(self.file), message + suggestion(place.string, [*sections, _DOCUMENT])
                )
        phrases: list[Phrase] = []
        for scalar in _scalars(node.get("phrase")):
            try:
                phrases.append(parse_phrase(scalar.string))
            except PhraseError as error:
                self.mistake(scalar.source(self.file, error.offset), str(error))
        holes = [{hole.name for hole in phrase.holes if hole.name} for phrase in phrases]
        if holes and (not holes[0] or any(other != holes[0] for other in holes)):
            source = written.entry.key.source(self.file)
            self.mistake(source, "各短语的 {名称} 应相同且至少一个 / every phrase needs the same named holes")
        return FactSpec(key, tuple(place.string for place in places), tuple(phrases))

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
        if not cited:
            self.mistake(source, f"规则 {key} 没有依据 / the rule has no basis")
        for scalar in cited:
            if scalar.string not in basis:
                message = f"没有依据 / unknown basis “{scalar.string}”{suggestion(scalar.string, basis)}"
                self.mistake(scalar.source(written.file), message)
        scope: Mapping[str, types.Type] = names
        loops: list[ForEach] = []
        for scalar in _scalars(node.get("for_each")):
            try:
                loop = parse_for_each(scalar.string)
                loops.append(loop)
                scope = types.names_for(loop, scope, columns)
            except ExpressionError as error:
                self.mistake(scalar.source(written.file, error.offset), str(error))
                return None  # without its variable nothing can be said of the rest
            except types.RuleTypeError as error:
                self.mistake(scalar.source(written.file, error.offset), str(error))
                scope = {**scope, loop.name: types.AnyType()}
        when_node, assert_node = node.get("when"), node.get("assert")
        assert isinstance(assert_node, Scalar)
        when = self.condition(when_node, scope) if isinstance(when_node, Scalar) else None
        condition = self.condition(assert_node, scope)
        tolerance = self.tolerance(node.get("tolerance"))
        said = self.message(node.get("message"), scope)
        since, until = _year(node.get("from")), _year(node.get("until"))
        if since is not None and until is not None and since > until:
            self.mistake(source, f"规则 {key} 的 from 晚于 until / from is later than until")
        examples = self.examples(key, source, node.get("examples"))
        if condition is None or len(self.mistakes) > before:
            return None
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

    def message(self, node: Node | None, names: types.Names) -> tuple[str | Expression, ...]:
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
                type_ = types.type_of(parsed, names)
            except (ExpressionError, types.RuleTypeError) as error:
                self.mistake(node.source(self.file, start + error.offset), str(error))
                continue
            if not types.can_be_said(type_):
                message = (
                    "花括号里应为数、文字或其列表 / expected a number, a text or a list of them in braces"
                )
                self.mistake(node.source(self.file, start), message)
            parts.append(parsed)
        return tuple(parts)

    def condition(self, scalar: Scalar, names: types.Names) -> Expression | None:
        """A condition, parsed and checked."""
        try:
            parsed = parse_expression(scalar.string)
            type_ = types.type_of(parsed, names)
        except (ExpressionError, types.RuleTypeError) as error:
            self.mistake(scalar.source(self.file, error.offset), str(error))
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

    def examples(self, key: str, source: Source, node: Node | None) -> tuple[Example, ...]:
        examples: list[Example] = []
        for item in node.items if isinstance(node, Items) else ():
            assert isinstance(item, Entries)
            examples.append(
                Example(
                    OutcomeKind(_text(item, "outcome")),
                    _text(item, "given"),
                    _year(item.get("fiscal_year")),
                    Source(self.file, item.line, item.column),
                )
            )
        kinds = {example.outcome for example in examples}
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


def _row_attributes(columns: Mapping[str, types.Type]) -> dict[str, types.Type]:
    """What a row of a table offers: its columns, and what every row has."""
    attributes: dict[str, types.Type] = {
        **columns,
        "label": types.TEXT,
        "level": types.NUMBER,
        "path": types.TEXT,
        "entry": types.ENTRY,
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
) -> dict[str, types.Type]:
    """The names that every rule of a pack may use."""
    names: dict[str, types.Type] = dict(types.BUILT_IN)
    names.update(dict.fromkeys(words, types.ListType(types.TEXT)))
    names.update(dict.fromkeys(sections, types.SECTION))
    for key, table in tables.items():
        columns = {name: types.COLUMN_TYPES[column.type] for name, column in table.columns.items()}
        row = types.RecordType("row", _row_attributes(columns))
        attributes: dict[str, types.Type] = {
            **types.ANY_TABLE.attributes,
            "rows": types.ListType(row),
            **{name: row if spec.one else types.ListType(row) for name, spec in table.classes.items()},
        }
        names[key] = types.RecordType("table", attributes)
    for key, fact in facts.items():
        holes = {hole.name: types.HOLE_TYPES[hole.type] for phrase in fact.phrases for hole in phrase.holes}
        names[key] = types.RecordType("fact", {name: type_ for name, type_ in holes.items() if name})
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

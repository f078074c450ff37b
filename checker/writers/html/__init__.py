"""The HTML report: one file that needs no network and no script. Its page stands in `reports/html/`.

Words of a document are hostile data: how they reach the page is in `checker/report/pages.py`.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal
from functools import partial
from itertools import groupby

from checker import resources
from checker.model.amount import Unit
from checker.model.figure import Figure, FigureId
from checker.model.outcome import Computation, Evidence, Outcome, OutcomeKind, Side
from checker.model.rule import Rule, Severity
from checker.model.text import Place
from checker.readback.rule import Entry, entries
from checker.report import Finding, Report
from checker.report.earlier import Earlier
from checker.report.headlines import headline
from checker.report.inspection import Inspected, Problem, inspected
from checker.report.inspection_words import conforms, problem_said, remarks
from checker.report.naming import clause
from checker.report.notices import (
    earlier_place,
    follow_up_counts,
    unlike_notices,
    waived_for,
    waiver_notices,
)
from checker.report.pages import rendered
from checker.report.pictures import Picture, pictures_of
from checker.report.standings import FigureStanding, Part
from checker.report.words import Words, common_unit, in_unit
from checker.writers.html.document import Redrawn, Shown, redrawn

SUFFIX = "html"

_LONG_SUM, _ENDS = 12, 4  # a sum of more than twelve addends shows four at either end and folds the others
_AROUND = 48  # characters of a sentence that are kept before and after a figure
_FEW_BLANKS = 3  # so many blank cells are shown one by one; more are counted
MOST_ROWS = 1000  # of a list of outcomes of one rule, or of unchecked figures of one table
_DECIMALS = 8  # a quotient is cut after so many
_SHOWN_ELSEWHERE = ("severity", "applies", "fix")
_SYMBOLS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document's words. `mark` is empty, figure, suspect (the likely slip) or blank."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a sentence or heading, with its figures marked."""

    roles: tuple[str, ...]
    path: tuple[str, ...]
    place: str
    anchor: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ExcerptRow:
    label: str
    place: str
    anchor: str
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Cells of some rows of a table, under their columns."""

    path: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[ExcerptRow, ...]


@dataclass(frozen=True, slots=True)
class Blanks:
    """Many blank cells: of which columns, and how many at each place."""

    columns: tuple[str, ...]
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Passages:
    """The words of the document that show something."""

    quotes: tuple[Quote, ...]
    excerpts: tuple[Excerpt, ...]
    blanks: Blanks | None


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in a worksheet. `source` is empty where it is that of the line above."""

    sign: str
    label: str
    source: str
    place: str
    anchor: str
    printed: str
    value: str
    suspect: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One side of a comparison. `middle` is what a long sum folds; `total` is empty for a figure alone."""

    name: str
    head: tuple[Line, ...]
    middle: tuple[Line, ...]
    middle_total: str
    tail: tuple[Line, ...]
    formula: str
    total: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A comparison as one would do it on paper, all values in one unit; `names` are those of left and right."""

    blocks: tuple[Block, ...]
    names: tuple[str, str]
    operator: str
    difference: str
    allowed: str
    unit: str
    converted: bool


@dataclass(frozen=True, slots=True)
class Use:
    """What a figure took part in: the kind of outcome, its rule, what was said; the finding where it failed."""

    kind: str
    rule: str
    title: str
    said: str
    finding: str = ""
    number: int = 0


def write(report: Report, words: Words) -> bytes:
    """The report as one HTML page in UTF-8; the same report gives the same bytes."""
    return rendered(
        "html",
        "report.html",
        _page_part("style.css") + _page_part("document.css"),
        _page_part("filter.js"),
        report=report,
        view=View.of(report, words),
        words=words,
        say=partial(words, "html"),
        fill=partial(words.filled, "html"),
        kinds=OutcomeKind,
    )


def _page_part(name: str) -> str:
    return resources.text("reports", f"html/{name}")


@dataclass(frozen=True, slots=True)
class View:
    """What the page asks for besides the report and its words."""

    report: Report
    words: Words
    most: int
    cut_outs: Mapping[str, tuple[Picture, ...]]
    document: Redrawn
    _failed: Mapping[tuple[FigureId, str], int]
    _equations: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, report: Report, words: Words) -> View:
        failed = {
            (item.figure, rule.id): number
            for number, finding in enumerate(report.findings, start=1)
            for rule in finding.rules
            for item in finding.evidence
            if item.figure
        }
        return cls(report, words, MOST_ROWS, pictures_of(report), redrawn(report), failed)

    @property
    def percent(self) -> str:
        """The share of figures checked; rounded down, so that 100 means all."""
        total = len(self.report.facts.figures)
        share = Decimal(100 * len(self.report.checked)) / total if total else Decimal(0)
        return str(share.quantize(Decimal("0.1"), ROUND_DOWN))

    @property
    def severities(self) -> tuple[tuple[Severity, int], ...]:
        return tuple((severity, self.report.found(severity)) for severity in Severity)

    @property
    def grades(self) -> tuple[tuple[Severity, int], ...]:
        """How many findings of each severity the page shows, waived ones included."""
        shown = Counter(finding.severity for finding in self.report.findings)
        return tuple((severity, shown[severity]) for severity in Severity if shown[severity])

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader has to know of waivers and of the earlier report before all else."""
        return (*unlike_notices(self.report, self.words), *waiver_notices(self.report, self.words))

    @property
    def follow_up(self) -> tuple[tuple[str, str, int], ...]:
        return follow_up_counts(self.report, self.words)

    def since(self, finding: Finding) -> str:
        """Whether the finding is new or still there; empty where no earlier report is known."""
        return self.report.follow_up.of(finding.fingerprint) if self.report.follow_up else ""

    def waived(self, finding: Finding) -> str:
        return waived_for(finding, self.words)

    def earlier_place(self, earlier: Earlier) -> str:
        return earlier_place(earlier, self.words)

    def pictures(self, finding: Finding) -> tuple[tuple[Picture, str], ...]:
        """The cut-outs of a finding, each with its bytes as an address."""
        own = self.cut_outs.get(finding.fingerprint, ())
        return tuple((one, f"data:image/png;base64,{b64encode(one.png).decode('ascii')}") for one in own)

    @property
    def sizes(self) -> Mapping[str, int]:
        """How much stands in each section, by its id."""
        return {
            "obligations": len(self.report.duties),
            "held": self.report.count(OutcomeKind.PASS),
            "rounding": self.report.count(OutcomeKind.PASS_WITHIN_ROUNDING),
            "undetermined": self.report.count(OutcomeKind.UNDETERMINED),
            "not_applicable": self.report.count(OutcomeKind.NOT_APPLICABLE),
            "unchecked": len(self.report.unchecked),
            "asked": len(self.asked),
            "document": len(self.report.facts.figures),
        }

    @property
    def asked(self) -> tuple[Rule, ...]:
        """The rules that findings and undetermined outcomes are of, in the order of the packs."""
        found = {rule.id for finding in self.report.findings for rule in finding.rules}
        found |= {outcome.rule for group in self.report.undetermined for outcome in group.outcomes}
        return tuple(rule for id_, rule in self.report.rules.items() if id_ in found)

    def read_back(self, rule: Rule) -> tuple[Entry, ...]:
        """What a rule says, in plain words, but for what the page shows elsewhere."""
        pack = self.report.homes[rule.id]
        return tuple(entries(rule, pack, self.words.language, without=_SHOWN_ELSEWHERE))

    @property
    def findings(self) -> tuple[tuple[str, Finding], ...]:
        """The findings with their anchors."""
        return tuple((finding.fingerprint, finding) for finding in self.report.findings)

    def headline(self, finding: Finding) -> str:
        return headline(finding, self.words)

    def by_rule(self, kind: OutcomeKind) -> list[tuple[Rule, list[Outcome]]]:
        """The outcomes of a kind, by rule in the order of the packs."""
        outcomes = [outcome for outcome in self.report.outcomes if outcome.kind is kind]
        groups: dict[str, list[Outcome]] = {id_: [] for id_ in self.report.rules}
        for outcome in outcomes:
            groups[outcome.rule].append(outcome)
        return [(self.report.rules[id_], members) for id_, members in groups.items() if members]

    def by_section(self, kind: OutcomeKind) -> dict[str, list[Outcome]]:
        """The outcomes of a kind by the section, else the table, where they begin, in the order of the document."""
        sections = {
            " / ".join(path): at for at, path in reversed(list(enumerate(self.report.facts.sections)))
        }
        groups: dict[str, list[Outcome]] = {}
        for outcome in self.report.outcomes:
            if outcome.kind is kind:
                first = outcome.evidence[0] if outcome.evidence else None
                where = (first.section or first.table) if first else ""
                groups.setdefault(where, []).append(outcome)
        return dict(sorted(groups.items(), key=lambda one: sections.get(one[0], -1)))

    def unchecked(self) -> dict[str, list[Figure]]:
        """The figures that nothing checked, by section and table."""
        groups: dict[str, list[Figure]] = {}
        for figure in self.report.unchecked:
            groups.setdefault(_joined(" / ".join(figure.section), figure.table), []).append(figure)
        return groups

    def place(self, place: Place) -> str:
        """As the words have it; but a line is one of the file, not to be taken for a row of a table."""
        if place.page is None and place.line is not None and not self.words.elsewhere(place):
            return self.words.filled("html", "line", line=place.line)
        return self.words.place(place)

    @property
    def inspected(self) -> list[tuple[str, list[Inspected]]]:
        """The inspection form by its groups; the row of what belongs in no other only where there is something."""
        lines = (line for line in inspected(self.report) if line.problems or not line.row.rest)
        return [(group, list(members)) for group, members in groupby(lines, lambda line: line.row.group)]

    def conforms(self, line: Inspected) -> str:
        return conforms(line, self.words)

    def problem(self, problem: Problem) -> str:
        return problem_said(problem, self.words)

    def remarks(self, line: Inspected) -> Iterator[str]:
        return remarks(line, self.words)

    @property
    def standings(self) -> tuple[tuple[FigureStanding, int], ...]:
        """How many figures stand how, the gravest first."""
        counted = Counter(shown.standing for shown in self.document.figures.values())
        return tuple((standing, counted[standing]) for standing in FigureStanding)

    def standing(self, standing: FigureStanding) -> str:
        if standing is FigureStanding.UNCHECKED:
            return self.words("html", "not_checked")
        return self.words("outcome", standing.value)

    def uses(self, shown: Shown) -> tuple[Use, ...]:
        """What a figure took part in, failures first."""
        found = []
        for part in shown.parts:
            rule = part.outcome.rule
            use = Use(part.kind.value, rule, self.report.rules[rule].title, self._said(part))
            number = self._failed.get((shown.figure.id, rule)) if part.kind is OutcomeKind.FAIL else None
            if number:
                use = replace(use, finding=self.report.findings[number - 1].fingerprint, number=number)
            found.append(use)
        found.sort(key=lambda use: use.kind != OutcomeKind.FAIL.value)
        return tuple(dict.fromkeys(found))

    def _said(self, part: Part) -> str:
        """The equation, written once for all its figures; else why it failed or cannot be told, or the subject."""
        if part.computation is None:
            return self.words.reasons(part.outcome.reasons) or part.outcome.subject
        key = id(part.computation)
        if key not in self._equations:
            self._equations[key] = self.equation(part.computation)
        return self._equations[key]

    def figure_path(self, figure: Figure) -> tuple[str, ...]:
        own = (figure.table, figure.row, figure.column) if figure.table else (clause(figure),)
        return tuple(part for part in (*figure.section, *own) if part)

    def path(self, item: Evidence, subject: str = "") -> tuple[str, ...]:
        """Section, table, row and column; a subject that begins with the table also numbers the row."""
        numbered = item.table and subject.startswith(item.table)
        row = subject.removeprefix(item.table).strip() if numbered else ""
        path = [*item.section.split(" / "), item.table, row or item.row, item.column]
        if not numbered and not any(subject in part for part in path):
            path.append(subject)
        return tuple(part for part in path if part)

    def equation(self, computation: Computation) -> str:
        """The comparison in a line: 65.00 × 0.50 = 32.50 万元."""
        left, right = computation.left, computation.right
        alike = left.unit.name == right.unit.name
        equal = computation.operator == "==" and computation.result is OutcomeKind.PASS
        symbol = "≈" if computation.operator == "==" and not equal else _SYMBOLS[computation.operator]
        sides = [self._formula(side, values=not equal, unit=not alike) for side in (left, right)]
        return _minus(f"{sides[0]} {symbol} {sides[1]}" + (f" {left.unit.name}" if alike else ""))

    def _formula(self, side: Side, values: bool, unit: bool) -> str:
        """One side of an equation; a long sum by its ends and the count of its addends."""
        formula = side.formula
        if len(side.terms) > 2 * _ENDS and all(term.sign == 1 for term in side.terms):
            first, second, *_, last = (f"{term.figure.amount.value:f}" for term in side.terms)
            count = self.words.filled("html", "items", count=len(side.terms))
            formula = f"{first} + {second} + … + {last}{count}"
        if values and " " in formula:
            formula += f" = {_value(side.value, side.unit, 0)}"
        return f"{formula} {side.unit.name}".rstrip() if unit else formula

    def residual(self, computation: Computation) -> tuple[str, str]:
        """The difference and the largest that rounding could explain."""
        unit = common_unit(computation)
        shown = (_value(abs(value), unit, 0) for value in (computation.difference, computation.allowed))
        difference, allowed = (f"{number} {unit.name}" for number in shown)
        return difference, allowed

    def pieces(self, figure: Figure) -> tuple[Piece, ...]:
        return _pieces(figure.context, [(figure.start, figure.end, "figure")])

    def passages(self, evidence: Iterable[Evidence], finding: Finding | None = None) -> Passages:
        """Sentences with all their figures marked; cells by row, without those that a worksheet lists."""
        suspect = finding.likely.figure.id if finding and finding.likely else None
        sides = [side for c in (finding.computations if finding else ()) for side in (c.left, c.right)]
        computed = {term.figure.id for side in sides for term in side.terms}
        sentences: dict[tuple[object, ...], list[Evidence]] = {}
        rows: dict[tuple[object, ...], list[Evidence]] = {}
        blank: list[Evidence] = []
        for item in evidence:
            place = item.place
            stands = (item.table, place.page, place.line, place.spot)
            if not (item.row or item.column):
                key = (item.section, *stands, item.context or item.text)
                sentences.setdefault(key, []).append(item)
            elif not item.text.strip():
                if item.role != "blank":  # these are in the worksheet
                    blank.append(item)
            elif item.figure not in computed:
                rows.setdefault((item.row, *stands, place.box and place.box[1]), []).append(item)
        if len(blank) <= _FEW_BLANKS:
            rows |= {("blank", index): [item] for index, item in enumerate(blank)}
            blank = []
        return Passages(
            tuple(self._quote(items, suspect) for items in sentences.values()),
            tuple(self._excerpts(rows.values(), suspect)),
            self._blanks(blank) if blank else None,
        )

    def _quote(self, items: Sequence[Evidence], suspect: FigureId | None) -> Quote:
        first = items[0]
        roles = dict.fromkeys(self.words("role", item.role) for item in items)
        spans = [(item.start, item.end, _mark(item, suspect)) for item in items if item.context]
        pieces = _pieces(first.context or first.text, spans)
        return Quote(
            tuple(roles), self.path(first), self.place(first.place), self.document.anchor_of(first), pieces
        )

    def _excerpts(self, rows: Iterable[Sequence[Evidence]], suspect: FigureId | None) -> Iterable[Excerpt]:
        """One excerpt for all rows that show the same columns of a table."""
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[ExcerptRow]] = {}
        for items in rows:
            first = items[0]
            path = tuple(part for part in (*first.section.split(" / "), first.table) if part)
            cells = tuple(self._cell(item, _mark(item, suspect)) for item in items)
            row = ExcerptRow(first.row, self.place(first.place), self.document.anchor_of(first), cells)
            found.setdefault((path, tuple(item.column for item in items)), []).append(row)
        return (Excerpt(path, columns, tuple(members)) for (path, columns), members in found.items())

    def _cell(self, item: Evidence, mark: str) -> tuple[Piece, ...]:
        if item.context:
            return _pieces(item.context, [(item.start, item.end, mark)])
        return (Piece(item.text, mark) if item.text.strip() else Piece(self.words("html", "blank"), "blank"),)

    def _blanks(self, items: Sequence[Evidence]) -> Blanks:
        columns = dict.fromkeys(_joined(item.table, item.column) for item in items)
        return Blanks(tuple(columns), Counter(self.place(item.place) for item in items))

    def worksheet(self, computation: Computation, finding: Finding) -> Worksheet:
        suspect = finding.likely.figure.id if finding.likely else None
        unit = common_unit(computation)
        sides = (computation.left, computation.right)
        names = (self._name(sides[0]), self._name(sides[1]))
        if names[0] == names[1]:
            names = (self.words("html", "one"), self.words("html", "other"))
        printed = [term.figure.amount for side in sides for term in side.terms if term.sign]
        decimals = max(
            (_decimals(f"{amount.value:f}") for amount in printed if amount.unit == unit), default=0
        )
        pairs = zip(names, sides, strict=True)
        blocks = [self._block(name, side, unit, decimals, suspect) for name, side in pairs]
        return Worksheet(
            tuple(sorted(blocks, key=lambda block: not block.total)),
            names,
            self.words("operator", computation.operator),
            _value(computation.difference, unit, decimals),
            _value(computation.allowed, unit, decimals),
            unit.name,
            any(amount.unit != unit for amount in printed),
        )

    def _name(self, side: Side) -> str:
        if not side.terms:
            return self.words("html", "blank_side" if side.blanks else "constant")
        if any(term.sign == 0 for term in side.terms):
            return self.words("html", "computed")
        return self.words("html", "stated" if len(side.terms) + len(side.blanks) == 1 else "sum")

    def _block(self, name: str, side: Side, unit: Unit, decimals: int, suspect: FigureId | None) -> Block:
        figures = [term.figure for term in side.terms]
        across = len({figure.row for figure in figures}) == 1 < len({figure.column for figure in figures})
        lines: list[Line] = []
        before = ""
        for term in side.terms:
            figure = term.figure
            label, source = _named(figure, across)
            sign = "−" if term.sign < 0 else "+" if term.sign > 0 and lines else ""
            adds = term.sign != 0 and figure.amount.unit.dimension is unit.dimension
            value = _value(figure.amount.base, unit, decimals) if adds else ""
            shown = source if source != before else ""
            place, anchor = self.place(figure.place), self.document.anchor(figure.id)
            lines.append(Line(sign, label, shown, place, anchor, figure.text, value, figure.id == suspect))
            before = source
        if not lines and not side.blanks:
            lines.append(Line("", side.formula, "", "", "", "", _value(side.value, unit, decimals), False))
        additive = all(term.sign != 0 for term in side.terms)
        blanks = tuple(self._blank_lines(side, across, bool(lines)))
        middle = slice(_ENDS, -_ENDS) if len(lines) > _LONG_SUM and additive else slice(0, 0)
        folded = sum((term.figure.amount.base * term.sign for term in side.terms[middle]), Decimal(0))
        return Block(
            name,
            tuple(lines[:_ENDS] if middle.stop else lines),
            tuple(lines[middle]),
            _value(folded, unit, decimals),
            (*(lines[-_ENDS:] if middle.stop else ()), *blanks),
            "" if additive else side.formula,
            "" if len(lines) + len(blanks) <= 1 and additive else _value(side.value, unit, decimals),
        )

    def _blank_lines(self, side: Side, across: bool, adds: bool) -> Iterator[Line]:
        """The first blank cells that counted as zero, and how many more there are."""
        for cell in side.blanks[:_FEW_BLANKS]:
            label, rest = (cell.column, cell.row) if across else (cell.row, cell.column)
            name = self.words.filled("html", "blank_cell", name=label)
            sign = "+" if adds else ""
            source, place, anchor = (
                _joined(cell.table, rest),
                self.place(cell.place),
                self.document.anchor_of(cell),
            )
            yield Line(sign, name, source, place, anchor, "", "0", False)
        if len(side.blanks) > _FEW_BLANKS:
            more = self.words.filled("html", "more_blanks", count=len(side.blanks) - _FEW_BLANKS)
            yield Line("+" if adds else "", more, "", "", "", "", "0", False)


def _mark(item: Evidence, suspect: FigureId | None) -> str:
    return "suspect" if suspect is not None and item.figure == suspect else "figure"


def _joined(*parts: str) -> str:
    return " › ".join(part for part in parts if part)


def _named(figure: Figure, across: bool) -> tuple[str, str]:
    """What a figure is of, and where from: the row of its cell (its column where a row is computed across),
    or the words of its clause before it."""
    if not figure.table:
        return clause(figure), " / ".join(figure.section)
    label, rest = (figure.column, figure.row) if across else (figure.row, figure.column)
    return label, _joined(figure.table, rest)


def _pieces(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """The text with its spans marked; what is far from a span is left out, with … in its place."""
    pieces, at = [], 0
    for start, end, mark in sorted(set(spans)):
        if start < at:
            continue
        gap = text[at:start]
        if len(gap) > 2 * _AROUND:
            gap = (gap[:_AROUND] if at else "") + "…" + gap[-_AROUND:]
        pieces += [Piece(gap), Piece(text[start:end], mark)]
        at = end
    pieces.append(Piece(_cut(text[at:], _AROUND if pieces else 4 * _AROUND)))
    return tuple(piece for piece in pieces if piece.text)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= 4 * length // 3 else text[:length] + "…"


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _value(value: Decimal, unit: Unit, decimals: int) -> str:
    """A base value in the unit: exact, with at least so many decimals; one without end is cut."""
    whole, _, fraction = in_unit(value, unit).partition(".")
    cut = f"{fraction[:_DECIMALS]}…" if len(fraction) > _DECIMALS else fraction.ljust(decimals, "0")
    return _minus(f"{whole}.{cut}" if cut else whole)


def _minus(number: str) -> str:
    return number.replace("-", "−")

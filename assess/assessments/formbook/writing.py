"""Write a form as a workbook: a sheet a section, a row a question, typed cells to fill in, everything else locked."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from assess.assessments.answersfile import AnswersFile, Organisation
from assess.assessments.formbook import layout as lay
from assess.assessments.formbook.conditions import Conditions
from assess.assessments.formbook.layout import Layout, Part, Question
from assess.assessments.formbook.origin import Origin
from assess.assessments.formbook.origin import sheet as origin_sheet
from assess.assessments.formbook.tables import table_sheet
from assess.assessments.formbook.words import WORDS, word
from assess.checklists.definition import Published
from assess.checklists.problems import ContentError, Problem
from assess.exchange.book import MAX_TEXT, Book, Cell, Column, Look, Rule, Sheet, pieces, sheet_name
from assess.exchange.writing import TooLongError, write
from assess.values.fact import Fact
from assess.values.model import UNKNOWN, Rate, Value
from assess.values.text import Locale

_WIDTHS: Final = (7.0, 52.0, 30.0, 14.0, 9.0, 10.0, 30.0, 40.0, 36.0)
_HEADS: Final = ("number", "question", "answer", "denominator", "unit", "unknown", "note", "help", "basis")
_INPUT: Final[Mapping[str, Look]] = {"number": "number", "rate": "number", "money": "money", "date": "date"}
_SPARE_PROOFS: Final = 200
_HOW: Final = tuple(f"how-{number}" for number in range(1, 6))
_HOW_BACK: Final = ("back-1", "how-2", "how-3", "back-4", "back-5", "back-6", "back-7")


def write_form(
    published: Published, sha256: str, file: AnswersFile | None, locale: Locale, origin: Origin | None = None
) -> bytes:
    """Write a form, empty or filled with answers; `read_form` reads both back.

    Args:
        published: The checklist.
        sha256: Its hash, kept in the workbook.
        file: Who answers and what; empty where not given.
        locale: The language of the workbook.
        origin: The assessment it belongs to, where it is to be uploaded there again.

    Raises:
        ContentError: When a text of a table is longer than a cell may be.
    """
    try:
        return write(_Writer(lay.layout(published), sha256, file, locale, origin).book())
    except TooLongError as error:
        raise ContentError([Problem("", 0, error.place, "workbook.text-too-long", {"most": MAX_TEXT})]) from error


class _Writer:
    """Makes one workbook."""

    def __init__(
        self, form: Layout, sha256: str, file: AnswersFile | None, locale: Locale, origin: Origin | None
    ) -> None:
        self.form = form
        self.sha256 = sha256
        self.file = file
        self.locale = locale
        self.origin = origin
        self.told: Look = "fixed" if origin else "text"  # what an assessment says elsewhere is here to be read
        self.conditions = Conditions(form, locale, origin.profile if origin else None)
        self.names = form.names(locale)
        self.answers: Mapping[str, Value] = file.answers if file else {}
        self.notes = file.notes if file else {}
        self.lists: dict[str, Sequence[str]] = {"yes": [word("yes", locale)]}

    def book(self) -> Book:
        """Make every sheet; their lists are known then."""
        checklist = self.form.published.checklist
        made = [self._about(), self._organisation()]
        made += [self._section(part) for part in self.form.parts]
        made += [self._table(question) for question in self.form.tables()]
        made += [self._claims(), self._evidence()]
        if self.origin:
            made.append(origin_sheet(self.origin, sheet_name(self._word("origin"), self.names.values())))
        return Book(title=checklist.title.to(self.locale), sheets=made, lists=self.lists)

    def _word(self, key: str, **parts: str) -> str:
        return word(key, self.locale, **parts)

    def _list(self, name: str, options: lay.Options) -> str:
        """Keep what a list offers, and give its name."""
        self.lists[name] = list(lay.entries(options, self.locale))
        return name

    def _shown(self, options: lay.Options, code: str) -> str | None:
        """Give the label behind a code."""
        found = lay.entries(options, self.locale)
        return next((label for label, known in found.items() if known == code), None)

    def _about(self) -> Sheet:
        checklist = self.form.published.checklist
        lines = [
            Cell(checklist.title.to(self.locale), "title"),
            Cell(self._word("version", version=checklist.version)),
            Cell(self._word("disclaimer")),
            *self._taken(),
            *(Cell(self._word(key), "wrapped") for key in (_HOW_BACK if self.origin else _HOW)),
        ]
        marks = [f"{lay.MARK}:about", self.form.published.key, checklist.version, self.sha256, self.locale]
        rows = [[Cell(marks[row] if row < len(marks) else None), line] for row, line in enumerate(lines)]
        return Sheet(name=self.names["about"], columns=[Column(hidden=True), Column(110)], rows=rows)

    def _taken(self) -> Iterator[Cell]:
        if self.origin and self.file:
            who = self.file.organisation.name
            yield Cell(self._word("taken", organisation=who, when=self.origin.taken), "strong")

    def _organisation(self) -> Sheet:
        given = self.file.organisation if self.file else None
        rows = [[Cell(f"{lay.MARK}:organisation")], [Cell(), self._head("field"), self._head("answer")]]
        rows += [[Cell(key), Cell(label, "fixed"), cell] for key, label, cell in self._fields(given)]
        for role in self.form.published.roles:
            has = given is not None and role.key in given.roles
            label = self._word("role", title=role.title.to(self.locale))
            cell = Cell(self._word("yes") if has else None, self.told, None if self.origin else "yes")
            rows.append([Cell(lay.ROLE + role.key), Cell(label, "fixed"), cell])
        columns = [Column(hidden=True), Column(60), Column(50)]
        return Sheet(name=self.names["organisation"], columns=columns, rows=rows, frozen=(2, 0))

    def _fields(self, given: Organisation | None) -> Iterator[tuple[str, str, Cell]]:
        audience = self.form.published.checklist.audience
        sizes = self._list("sizes", [(size, WORDS[size]) for size in lay.SIZES])
        size = self._word(given.size) if given and given.size else None
        yield "name", self._word("name"), Cell(given.name if given else None, self.told)
        yield "credit_code", self._word("credit_code"), Cell(given.credit_code if given else None, self.told)
        yield "region", self._word("region"), Cell(given.region if given else None, self.told)
        yield "kind", self._word("audience"), Cell(self._word(audience), "fixed")
        yield "size", self._word("size"), Cell(size, self.told, None if self.origin else sizes)

    def _head(self, key: str) -> Cell:
        return Cell(self._word(key), "head")

    def _section(self, part: Part) -> Sheet:
        title = Cell(part.section.title.to(self.locale), "title")
        rows = [[Cell(f"{lay.MARK}:section:{part.section.key}"), title], [Cell(), *map(self._head, _HEADS)]]
        for group, questions in part.groups:
            if questions:
                rows.append([Cell(), Cell(None, "strong"), Cell(group.title.to(self.locale), "strong")])
            for question in questions:
                rows += self._rows(question)
        columns = [Column(hidden=True), *(Column(width) for width in _WIDTHS)]
        name = self.names[f"section:{part.section.key}"]
        return Sheet(name=name, columns=columns, rows=rows, rules=self._rules(rows), frozen=(2, 3))

    def _rules(self, rows: Sequence[Sequence[Cell]]) -> list[Rule]:
        """Let Excel ask for numbers and days where they belong."""
        kinds: Mapping[Look, str] = {"number": "number", "money": "number", "date": "date"}
        return [
            Rule(kinds[cell.look], column, row, row, hint=self._word(f"{kinds[cell.look]}-hint"))  # type: ignore[arg-type]  # the two kinds
            for row, cells in enumerate(rows, 1)
            for column, cell in enumerate(cells, 1)
            if cell.look in kinds and not isinstance(cell.value, str) and _plain(cell.value)
        ]

    def _rows(self, question: Question) -> Iterator[list[Cell]]:
        """Give the rows of a question: itself, then its options, or the rest of a text longer than a cell."""
        fact, value = question.fact, self.answers.get(question.fact.key)
        first, *rest = self._answer(fact, value)
        yield self._row(question, first, value)
        if fact.type == "choices":
            for option in fact.options:
                chosen = isinstance(value, tuple) and option.value in value
                cell = Cell(self._word("yes") if chosen else None, "text", "yes")
                label = Cell(f"　{option.label.to(self.locale)}", "fixed")
                yield [Cell(lay.option_mark(fact, option)), Cell(None, "fixed"), label, cell]
        for number, piece in enumerate(rest, 2):
            yield [Cell(f"{fact.key}#{number}"), Cell(None, "fixed"), Cell(self._word("go-on"), "muted"), piece]

    def _row(self, question: Question, answer: Cell, value: Value | None) -> list[Cell]:
        fact = question.fact
        help_ = fact.help.to(self.locale) if fact.help else None
        basis = "\n".join(f"{one.locator.to(self.locale)} {one.heading.to(self.locale)}" for one in question.basis)
        return [
            Cell(fact.key),
            Cell(Decimal(question.number), "fixed"),
            Cell(self._asked(fact), "muted" if self._rests(fact) else "fixed"),
            answer,
            self._denominator(fact, value),
            Cell(self._unit(fact), "fixed"),
            self._unknown(fact, value),
            Cell(self.notes.get(fact.key), "text"),
            Cell(help_, "muted"),
            Cell(basis, "muted"),
        ]

    def _asked(self, fact: Fact) -> str:
        words = fact.wording.to(self.locale)
        if fact.type == "rate":
            words += self._word("numerator")
        if fact.type == "table":
            words += self._word("in-sheet", sheet=self.names[f"table:{fact.key}"])
        words += self._word("optional") if fact.optional else ""
        aside = [self.conditions.line(fact.key), self._word("resting") if self._rests(fact) else ""]
        told = word("semicolon", self.locale).join(filter(None, aside))
        return f"{words}\n{self._word('aside', told=told)}" if told else words

    def _rests(self, fact: Fact) -> bool:
        return self.origin is not None and fact.key in self.origin.resting

    def _unit(self, fact: Fact) -> str | None:
        if fact.unit is None:
            return self._word("yuan") if fact.type == "money" else None
        return fact.unit.to(self.locale)

    def _answer(self, fact: Fact, value: Value | None) -> list[Cell]:
        """Give the cells that hold the answer, one below the other; several only for a text longer than a cell."""
        known = None if value is UNKNOWN else value
        if fact.type in {"yes-no", "choice"}:
            options = lay.choices(fact)
            code = f"{lay.UNKNOWN}:" if value is UNKNOWN else str(value)
            return [Cell(self._shown(options, code), "text", self._list(fact.key, options))]
        if fact.type in {"choices", "table"}:
            return [self._beside(fact, value)]
        if isinstance(known, Rate):
            return [Cell(known.numerator, "number")]
        if isinstance(known, str):
            return [Cell(piece, "text") for piece in pieces(known)]
        return [Cell(known if isinstance(known, Decimal | dt.date) else None, _INPUT.get(fact.type, "text"))]

    def _beside(self, fact: Fact, value: Value | None) -> Cell:
        code = f"{lay.UNKNOWN}:" if value is UNKNOWN else f"{lay.NONE}:" if value == () else ""
        offered = self._list(fact.key, lay.aside(fact, offered=True))
        return Cell(self._shown(lay.aside(fact), code), "text", offered)

    def _denominator(self, fact: Fact, value: Value | None) -> Cell:
        if fact.type != "rate":
            return Cell(None, "fixed")
        return Cell(value.denominator if isinstance(value, Rate) else None, "number")

    def _unknown(self, fact: Fact, value: Value | None) -> Cell:
        if not fact.unknown or fact.type in {"yes-no", "choice", "choices", "table"}:
            return Cell(None, "fixed")
        return Cell(self._word("yes") if value is UNKNOWN else None, "text", "yes")

    def _table(self, question: Question) -> Sheet:
        fact = question.fact
        for column in fact.columns:
            if column.type in {"yes-no", "choice"}:
                self._list(f"{fact.key}:{column.key}", lay.choices(column))
        return table_sheet(fact, self.names[f"table:{fact.key}"], self.answers.get(fact.key), self.locale)

    def _claims(self) -> Sheet:
        claims = self.file.claims if self.file else {}
        rows = [[Cell(f"{lay.MARK}:claims")], [Cell(), self._head("item"), self._head("reason")]]
        for item in self.form.published.checklist.form.items():
            if item.not_applicable:
                title = Cell(item.title.to(self.locale), "fixed")
                rows.append([Cell(item.key), title, Cell(claims.get(item.key), "text")])
        columns = [Column(hidden=True), Column(60), Column(60)]
        return Sheet(name=self.names["claims"], columns=columns, rows=rows, frozen=(2, 0))

    def _evidence(self) -> Sheet:
        heads = [self._head(key) for key in ("question", "file", "kind", "date")]
        rows = [[Cell(f"{lay.MARK}:evidence")], [Cell(), *heads], *self._proofs()]
        self.lists["questions"] = [one.label(self.locale) for one in self.form.questions.values()] or [""]
        kinds = self._list("kinds", self._kinds())
        last = len(rows) + _SPARE_PROOFS
        rules = [Rule("list", 2, lay.FIRST_ROW, last, "questions"), Rule("list", 4, lay.FIRST_ROW, last, kinds)]
        looks: list[Look] = ["fixed"] * 4 if self.origin else ["text", "text", "text", "date"]
        widths = (60.0, 40.0, 24.0, 14.0)
        columns = [
            Column(hidden=True),
            *(Column(width, look=look) for width, look in zip(widths, looks, strict=True)),
        ]
        return Sheet(
            name=self.names["evidence"], columns=columns, rows=rows, rules=() if self.origin else rules, frozen=(2, 0)
        )

    def _kinds(self) -> lay.Options:
        return [(kind.key, kind.title) for kind in self.form.published.kinds]

    def _proofs(self) -> Iterator[list[Cell]]:
        for fact, proofs in (self.file.evidence if self.file else {}).items():
            label = self.form.questions[fact].label(self.locale)
            for proof in proofs:
                day = dt.date.fromisoformat(proof.date) if proof.date else None
                kind = self._shown(self._kinds(), proof.kind)
                told = (label, proof.name, kind)
                yield [
                    Cell(),
                    *(Cell(one, self.told) for one in told),
                    Cell(day, "fixed-day" if self.origin else "date"),
                ]


def _plain(value: object) -> bool:
    """Say whether a cell is empty or holds a value that Excel itself takes for a number or a day."""
    return value is None or isinstance(value, Decimal | dt.date)

"""The content model of DESIGN §3: measures, the question bank and the resolved checklist, as pure data."""

from typing import Literal

from assess.programmes.definition import Programme
from assess.scoring.form import Form
from assess.values.closed import closed
from assess.values.fact import Fact
from assess.values.text import Text

Audience = Literal["enterprise", "district"]
Confidence = Literal["high", "medium", "low"]


@closed
class Department:
    """A body the clause names, with the part it is given there."""

    name: Text
    role: Literal["lead", "cooperating", "listed"]


@closed
class ClauseDeadline:
    """A date of the text; `strength` keeps 争取/力争 apart from duties."""

    what: Text
    date: str  # ISO date; 年底前 includes 31 December
    precision: Literal["day", "month", "year"]
    strength: Literal["required", "strive", "planned"]
    note: Text | None = None


@closed
class ClauseNumber:
    """A quantity of the text."""

    what: Text
    value: str
    upper: str | None = None  # for a range such as 1-2
    operator: Literal["at_least", "above", "equal", "at_most", "range"]
    unit: Text
    reading: Literal["stated", "inferred"]
    confidence: Confidence
    strength: Literal["required", "strive", "planned"]
    note: Text | None = None  # why it is read so, or why it is shown and not scored


@closed
class Clause:
    """A numbered clause; `gist` is in our own words."""

    id: str
    locator: Text
    heading: Text
    gist: Text
    departments: tuple[Department, ...] = ()
    deadlines: tuple[ClauseDeadline, ...] = ()
    numbers: tuple[ClauseNumber, ...] = ()


@closed
class Source:
    """Where the text came from and how complete it is; `sha256` is that of the text the author worked from."""

    kind: Literal["official", "news-summary", "ocr"]
    note: Text
    completeness: Text
    sha256: str


@closed
class Validity:
    """Whether the measure is in force, as far as is known, and when that was looked at."""

    status: Literal["in-force", "ended", "unknown"]
    checked: str
    note: Text


@closed
class Issued:
    """A date with its precision."""

    date: str
    precision: Literal["day", "month", "year"]


@closed
class Correction:
    """A place where the text at hand is evidently misread (OCR): what it has, and what was read instead."""

    clause: str
    seen: str
    read: str
    confidence: Confidence
    note: Text | None = None


@closed
class Stance:
    """What the measure says on a point of comparison of themes.yaml; without clauses the text is silent on it."""

    point: str
    clauses: tuple[str, ...]
    says: Text


@closed
class Measure:
    """A policy document with its clauses."""

    key: str
    title: Text
    short: Text
    document_number: str | None
    issuers: tuple[Text, ...]
    issued: Issued
    region: str
    source: Source
    validity: Validity
    clauses: tuple[Clause, ...]
    corrections: tuple[Correction, ...] = ()
    stances: tuple[Stance, ...] = ()


@closed
class Named:
    """A key with its words: a role, an evidence kind, a point of comparison."""

    key: str
    title: Text
    help: Text | None = None


@closed
class Theme(Named):
    """What items are sorted by; its `points` are what measures are compared on."""

    points: tuple[Named, ...] = ()


@closed
class NotAssessed:
    """A clause no item cites, and why."""

    clause: str
    reason: Text


@closed
class Checklist:
    """What an author writes: `checklists/<measure>/<audience>/<version>.yaml`."""

    measure: str
    audience: Audience
    version: str
    title: Text
    intro: Text
    minutes: int
    prepare: tuple[Text, ...] = ()
    form: Form
    not_assessed: tuple[NotAssessed, ...] = ()


@closed
class Published:
    """The resolved document that publishing freezes: the checklist with all it refers to.

    `facts` are in the order in which the form asks them.
    """

    format: Literal[1] = 1
    checklist: Checklist
    measure: Measure
    facts: tuple[Fact, ...]
    roles: tuple[Named, ...]
    kinds: tuple[Named, ...]
    programmes: tuple[Programme, ...] = ()

    @property
    def key(self) -> str:
        """Give the checklist's name, such as `linyi-2021/enterprise`."""
        return f"{self.checklist.measure}/{self.checklist.audience}"

    def fact(self, key: str) -> Fact:
        """Give one fact by its key; KeyError where the form does not read it."""
        for fact in self.facts:
            if fact.key == key:
                return fact
        raise KeyError(key)

    def clause(self, reference: str) -> Clause:
        """Give the clause behind a reference such as `linyi-2021/7`."""
        wanted = reference.removeprefix(f"{self.measure.key}/")
        for clause in self.measure.clauses:
            if clause.id == wanted:
                return clause
        raise KeyError(reference)

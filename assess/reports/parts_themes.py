"""What a report says on two of the headline themes, as frozen data: mediation figures, check against lists."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure that was given or added up; `note` is the arithmetic behind it, or empty."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureGroup:
    """The figures of one question, under its wording."""

    title: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedView:
    """What the checklist makes of the figures: an item, its clause, its rule, and what it earned."""

    title: str
    clauses: str
    basis: str
    criteria: tuple[str, ...]
    points: str
    earned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationView:
    """The mediation figures with the items that look at them."""

    lead: str
    groups: tuple[FigureGroup, ...]
    wanted: tuple[WantedView, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultedView:
    """A list that was looked at: its name, what it was compared with, how many entries held, the newest of them."""

    title: str
    question: str
    entries: str
    latest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosscheckView:
    """The check against published lists as far as the submission kept it; `at_odds` is how many answers are."""

    result: str
    lists: tuple[ConsultedView, ...]
    notes: tuple[str, ...]
    at_odds: str

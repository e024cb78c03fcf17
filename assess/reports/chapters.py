"""Which chapters a report has, and in which order: every format asks here (pure)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from assess.reports.district_parts import DISTRICT_CHAPTERS, DistrictContent
from assess.reports.faces import PLAIN, Face
from assess.reports.orders import Content
from assess.reports.parts import ReportContent


@dataclass(frozen=True, slots=True)
class Part:
    """One entry below a chapter in the table of contents."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: `id` is its key in `faces.CHAPTERS`, its template and the end of its word `chapter.<id>`."""

    id: str
    number: int
    parts: tuple[Part, ...] = ()


_SAID: Final[Mapping[str, Callable[[ReportContent], bool]]] = {
    "path": lambda content: content.path is not None,
    "opportunities": lambda content: bool(content.opportunities),
    "programmes": lambda content: bool(content.programmes),
    "mediation": lambda content: content.mediation is not None,
    "listed": lambda content: content.crosscheck is not None or bool(content.listed),
    "trend": lambda content: content.trend is not None,
    "peers": lambda content: content.peers is not None,
}
"""Chapters that leave themselves out where they have nothing to say; the others are always there."""


def chapters(content: Content, face: Face = PLAIN) -> tuple[Chapter, ...]:
    """Give the chapters of a report, numbered from 1."""
    if isinstance(content, DistrictContent):
        return tuple(Chapter(key, number) for number, key in enumerate(_district(content), start=1))
    shown = [key for key in face.chapters if key not in _SAID or _SAID[key](content)]
    return tuple(Chapter(key, number, _parts(content, key)) for number, key in enumerate(shown, start=1))


def _district(content: DistrictContent) -> list[str]:
    """Name the chapters of a district edition, which a face does not change."""
    said = {
        "distribution": content.histograms,
        "heat": content.heat,
        "weakest": content.items,
        "duties": content.items,
        "own": content.own,
        "compared": content.compared,
        "ranking": content.items,
    }
    return [key for key in DISTRICT_CHAPTERS if said.get(key, True)]


def _parts(content: ReportContent, key: str) -> tuple[Part, ...]:
    return tuple(Part(f"section-{one.number}", one.title) for one in content.sections) if key == "items" else ()

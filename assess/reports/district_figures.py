"""What a district edition is made of: plain figures of a campaign, gathered where campaigns are followed (pure).

All points are whole hundredths, as `assess.assessments.figure_models` keeps them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from assess.checklists.definition import Published

Dial = Literal["duty", "readiness"]
DIALS: Final[tuple[Dial, ...]] = ("duty", "readiness")
Column = Literal["claimed", "supported", "reviewed", "holds"]
COLUMNS: Final[tuple[Column, ...]] = ("holds", "claimed", "supported", "reviewed")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many participants of a district are how far; `name` is "" for those that lie below none."""

    name: str
    total: int
    handed_in: int
    decided: int
    filling: int
    not_started: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one organisation: claimed, supported, reviewed; null where not scored, or not published.

    `withheld` says that there is a decision which is not published: its grade is not known here.
    """

    duty: tuple[int | None, int | None, int | None]
    readiness: tuple[int | None, int | None, int | None]
    grade: str | None
    published: bool = False
    withheld: bool = False

    def column(self, dial: Dial, column: Column) -> int | None:
        """Give a score; `holds` is the reviewed one where it is published, else the claimed one."""
        claimed, supported, reviewed = self.duty if dial == "duty" else self.readiness
        held = reviewed if self.published else claimed
        return {"claimed": claimed, "supported": supported, "reviewed": reviewed, "holds": held}[column]


@dataclass(frozen=True, slots=True)
class SectionSum:
    """What a section is worth and earned in one district on one dial, over so many organisations."""

    organisations: int
    points: int
    earned: int


@dataclass(frozen=True, slots=True)
class ItemSum:
    """An item over the organisations it counts for: how many lose points there, and how many of how many points."""

    organisations: int
    open: int
    lost: int
    span: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A participant that has not submitted."""

    name: str
    district: str
    begun: bool
    last_day: dt.date
    overdue: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """The campaign before on the same checklist, as far as the same part of it goes."""

    name: str
    version: str
    total: int
    handed_in: int
    scores: tuple[Scored, ...]
    sections: Mapping[tuple[str, Dial], SectionSum]


@dataclass(frozen=True, slots=True)
class Own:
    """What the district itself submitted last on a district checklist."""

    campaign: str
    published: Published
    as_of: dt.date
    score: Scored
    items: Mapping[str, ItemSum]


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictFigures:
    """Everything a district edition is a function of, but for its language.

    `part` names the organisation below which it looks, None for the whole campaign. `sections` are by the place of the
    district in `districts`, section and dial; `waiting` is None where nobody may be named, and `unnamed` counts those.
    """

    reference: str
    campaign: str
    organiser: str
    part: str | None
    region: str
    published: Published
    sha256: str
    engine: str
    opens_on: dt.date
    closes_on: dt.date
    as_of: dt.date
    open: bool
    districts: tuple[Tally, ...]
    scores: tuple[Scored, ...]
    sections: Mapping[tuple[int, str, Dial], SectionSum]
    items: Mapping[str, ItemSum]
    waiting: tuple[Waiting, ...] | None
    unnamed: int = 0
    earlier: Earlier | None = None
    own: Own | None = None

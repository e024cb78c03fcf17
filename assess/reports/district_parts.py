"""What the district edition says, as frozen data in one language: the roll-up of the organisations of a campaign.

As in `parts.py` every number is a string that has been rounded and written the way it is printed; `share` is a whole or
decimal percentage that a chart draws. No answer and no name of a person is in it.
"""

from dataclasses import dataclass
from typing import Final, Literal

from assess.reports.parts import Dial, Identity, Pair, Sources
from assess.values.text import Locale

DistrictState = Literal["interim", "final"]
DISTRICT_CHAPTERS: Final = (
    "overview",
    "distribution",
    "heat",
    "weakest",
    "duties",
    "own",
    "late",
    "compared",
    "ranking",
    "sources",
    "signature",
)
"""The chapters of a district edition; one that has nothing to say leaves itself out."""

Shade = Literal["none", "0", "1", "2", "3", "4"]
"""How light a cell of the heat map is: "0" the lightest, where most points were earned, to "4"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the participants are: one row a district, or all of them together."""

    name: str
    total: str
    handed_in: str
    share: str
    decided: str
    filling: str
    not_started: str
    withdrawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One column of a dial over all that have it: how many, and where they lie. "—" where there is none."""

    key: str
    label: str
    count: str
    mean: str
    median: str
    lower: str
    upper: str
    least: str
    most: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DialSpread:
    """A dial over all organisations."""

    dial: Dial
    title: str
    full: str
    median: str
    columns: tuple[Spread, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCount:
    """How many organisations have a grade; `share` of those that have submitted."""

    grade: str
    title: str
    count: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Ten percent of the full mark: how many lie there, and of which grades."""

    label: str
    count: str
    share: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """The scores of a dial in tens; `grades` heads the counts of the bins and is empty for a dial without grades."""

    dial: Dial
    title: str
    alt: str
    note: str
    grades: tuple[str, ...]
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """What a district earned in a section, in percent of what was to be had there; `text` is "—" for nothing."""

    text: str
    shade: Shade
    organisations: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One district; the row of all together is `total`."""

    name: str
    cells: tuple[HeatCell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatColumn:
    """One 一级指标."""

    number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """District × section on one dial; one that is too wide for a page comes in several."""

    dial: Dial
    title: str
    alt: str
    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakItem:
    """One item over all organisations it applies to; `lost` in percent of what was to be had."""

    number: str
    title: str
    where: str
    dial: Dial
    label: str
    organisations: str
    open: str
    not_applicable: str
    lost: str
    bar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDuty:
    """A duty that is open; `organisations` says of how many, `lost` how many points in all."""

    title: str
    where: str
    organisations: str
    lost: str
    deadline: str
    past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """Who usually sees to it, and what is open there."""

    name: str
    lost: str
    duties: tuple[OpenDuty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnView:
    """What the district itself submitted on a district checklist: its scores and its open duties."""

    title: str
    lead: str
    pairs: tuple[Pair, ...]
    departments: tuple[Department, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRow:
    """A participant that has not submitted."""

    name: str
    district: str
    state: str
    deadline: str
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Who has not submitted, those over time first; `note` says how many are not named."""

    lead: str
    rows: tuple[LateRow, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A figure of the campaign before beside the one of now."""

    label: str
    before: str
    now: str
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The campaign beside the one before on the same checklist."""

    lead: str
    before: str
    rows: tuple[ComparedRow, ...]
    sections: tuple[ComparedRow, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The first chapter: who took part and where the scores lie."""

    headline: tuple[str, ...]
    all: Progress
    districts: tuple[Progress, ...]
    dials: tuple[DialSpread, ...]
    grades: tuple[GradeCount, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictContent:
    """A whole district edition. `format` is raised when the shape of this data changes."""

    format: Literal[1] = 1
    kind: Literal["district"] = "district"
    locale: Locale
    state: DistrictState
    identity: Identity
    overview: Overview
    histograms: tuple[Histogram, ...]
    heat: tuple[HeatMap, ...]
    weakest: tuple[WeakItem, ...]
    items: tuple[WeakItem, ...]
    departments: tuple[Department, ...]
    own: OwnView | None
    late: Late
    compared: Compared | None
    sources: Sources
    limits: tuple[str, ...]

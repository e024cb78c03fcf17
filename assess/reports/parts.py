"""What a report says, as frozen data in one language: HTML, PDF and the later formats only lay it out.

Every number is a string that has already been rounded and written the way it is printed; shares that charts draw are
whole or decimal percentages as strings. Nothing here is markup.
"""

from dataclasses import dataclass
from typing import Literal

from assess.reports.parts_history import TrendView
from assess.reports.parts_peers import PeersView
from assess.reports.parts_result import ResultData
from assess.reports.parts_themes import CrosscheckView, MediationView
from assess.reports.path_parts import PathView
from assess.values.text import Locale
from assess.wording.estimates import EstimateTold

State = Literal["draft", "trial", "submitted", "reviewing", "sample"]
Dial = Literal["duty", "readiness"]
Severity = Literal["veto", "duty", "unknown", "readiness", "advice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One labelled line, such as 统一社会信用代码."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who assessed itself against what, and when."""

    title: str
    checklist: str
    organisation: str
    short_name: str
    measure: str
    version: str
    as_of: str
    as_of_iso: str
    reference: str | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One grade on the scale of a dial; `start` is its lower bound in percent of the full mark."""

    grade: str
    title: str
    start: str
    bound: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DialView:
    """One of the two scores. `low` and `high` are None where nothing applicable was scored.

    `supported` is the score by what is proved, None where there is no evidence to speak of; `reviewed` what a review
    came to, None where there is none or something is still open.
    """

    dial: Dial
    title: str
    final: str | None
    low: str | None
    high: str | None
    full: str
    low_share: str
    high_share: str
    ranged: bool
    bands: tuple[Band, ...]
    supported: str | None = None
    reviewed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTold:
    """What came of a review, in sentences; `sha256` names the decided result."""

    lines: tuple[str, ...]
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeView:
    """The grade as printed; `letter` is None where there is none and `sentence` then says why."""

    letter: str | None
    title: str
    computed: str | None
    sentence: str
    forced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoView:
    """A veto that fired or cannot be decided yet, with its reason."""

    title: str
    state: Literal["fired", "pending"]
    label: str
    reason: str
    clauses: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionScore:
    """One row beside the radar; a share is None where the dial has nothing applicable in the section."""

    number: str
    title: str
    duty: str | None
    duty_share: str | None
    readiness: str | None
    readiness_share: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The first screen: scores, grade, what moves them."""

    headline: tuple[str, ...]
    dials: tuple[DialView, ...]
    grade: GradeView
    vetoes: tuple[VetoView, ...]
    sections: tuple[SectionScore, ...]
    counts: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """One thing to mend or to use. `lost_share` is the bar's length against the longest bar, in percent."""

    number: str
    severity: Severity
    label: str
    title: str
    clauses: str
    where: str
    basis: str
    lost: str
    lost_share: str
    why: tuple[str, ...]
    says: str | None
    ours: str | None
    do: str | None
    effort: str | None
    owner: str | None
    deadline: str | None
    deadline_past: bool
    irreversible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One 三级指标 in the customary columns; `share` is earned of points in percent, None where it is left out."""

    title: str
    clauses: str
    tags: tuple[str, ...]
    dial: Dial
    points: str
    criteria: tuple[str, ...]
    earned: str
    share: str | None
    status: str
    evidence: tuple[str, ...]
    reviewed: str
    opinion: str
    lost: str
    supported: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRows:
    """One 二级指标 with its items."""

    title: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRows:
    """One 一级指标 as a table of its own, with a subtotal line per dial and a line of what is ruled out."""

    number: str
    title: str
    groups: tuple[GroupRows, ...]
    subtotals: tuple[str, ...]
    left_out: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroup:
    """The answers read by one section, as question and answer."""

    title: str
    lines: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One file that was attached, in the order of the questions; what is not known of it is empty.

    `sha256` is whole, `short` as it is printed; `bytes` is the size as a plain number, `size` as it is printed. `items`
    are the 三级指标 whose points can rest on it.
    """

    number: str
    name: str
    kind: str
    date: str
    question: str
    pages: str = ""
    size: str = ""
    bytes: str = ""
    sha256: str = ""
    short: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingProof:
    """Required proof that is missing: for which item, what is wanted, what was found instead, and what it costs."""

    number: str
    title: str
    clauses: str
    wanted: str
    found: str
    lost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the report's statements come from and how far they reach."""

    pairs: tuple[Pair, ...]
    ours: tuple[str, ...]
    not_assessed: tuple[Pair, ...]
    stated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclaimedView:
    """What nobody has applied for, as one sentence, and what the sentence rests on."""

    sentence: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedView:
    """An answer that a published list was at odds with when it was submitted."""

    question: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """A whole report. `format` is raised when the shape of this data changes; content that waits may be older.

    `supported` says that the score by what is proved stands beside the claimed one. `figures` are those of the whole
    report for machines and workbooks.
    """

    format: Literal[1, 2] = 2
    kind: Literal["report"] = "report"
    locale: Locale
    state: State
    identity: Identity
    summary: Summary
    gaps: tuple[GapView, ...]
    opportunities: tuple[GapView, ...]
    conversions: tuple[str, ...]
    sections: tuple[SectionRows, ...]
    answers: tuple[AnswerGroup, ...]
    evidence: tuple[EvidenceLine, ...]
    sources: Sources
    supported: bool = False
    programmes: tuple[EstimateTold, ...] = ()
    unclaimed: tuple[UnclaimedView, ...] = ()
    path: PathView | None = None
    listed: tuple[ListedView, ...] = ()
    review: ReviewTold | None = None
    evidence_missing: tuple[MissingProof, ...] = ()
    crosscheck: CrosscheckView | None = None
    mediation: MediationView | None = None
    trend: TrendView | None = None
    peers: PeersView | None = None
    figures: ResultData | None = None

"""How a report says where one organisation stands among those of its campaign, as frozen data.

No figure here is of fewer than three other organisations, and no minimum or maximum of others is among them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerGroup:
    """How many of the others are in a group; `share` is their percentage of all others, for a bar."""

    label: str
    count: str
    share: str
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerDial:
    """One dial beside the others.

    `own` is the organisation's score, all else is of the others: `low`, `median` and `high` are the bounds of the
    lowest quarter, the middle and the bounds of the highest quarter, in whole percent of the full mark; None where they
    would say too much. `band` names the quarter the organisation is in.
    """

    dial: str
    title: str
    own: str
    own_share: str
    count: str
    band: str
    low: str | None
    median: str | None
    high: str | None
    groups: tuple[PeerGroup, ...]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerSection:
    """One section: own share and the median share of the others, in percent; None where it is not scored or secret."""

    number: str
    title: str
    duty: str | None
    duty_median: str | None
    readiness: str | None
    readiness_median: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeersView:
    """The chapter; where there is nothing to show, `lead` says why and the rest is empty."""

    lead: str
    notes: tuple[str, ...] = ()
    dials: tuple[PeerDial, ...] = ()
    grades: tuple[PeerGroup, ...] = ()
    grades_alt: str = ""
    sections: tuple[PeerSection, ...] = ()

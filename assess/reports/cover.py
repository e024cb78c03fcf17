"""What a report needs to know besides the checklist and the score: for whom it is, and in which state (pure)."""

import datetime as dt
from dataclasses import dataclass

from assess.reports.parts import State
from assess.values.profile import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """One file of evidence as it is listed: on a fact, of a kind from kinds.yaml, perhaps dated and with pages.

    `size` is in bytes, None where it is not known; `sha256` is empty where there is no file behind the line.
    """

    fact: str
    name: str
    kind: str | None = None
    date: dt.date | None = None
    pages: str = ""
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Who the report is about and what stands behind it.

    `region_name` is written out (山东省临沂市). `reference` and `submitted_by` exist once it is submitted.
    """

    organisation: str
    kind: OrganisationKind
    region_name: str
    state: State
    credit_code: str | None = None
    reference: str | None = None
    submitted_by: str | None = None
    evidence: tuple[Attached, ...] = ()

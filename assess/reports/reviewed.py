"""What reviewers say, as a report takes it (pure)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from assess.scoring.columns import Reviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the last level that spoke said of an item; `reason` is a key of `wording.review_terms.REASONS`, or empty."""

    reason: str = ""
    text: str = ""
    veto: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision: which of them, when, by which body, with what statement, over which result."""

    number: int
    day: dt.date
    body: str
    statement: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review as far as it goes; `ruling` is None until it is decided."""

    column: Reviewed
    opinions: Mapping[str, Opinion]
    ruling: Ruling | None = None

"""What the queue's address asks for, read leniently: what is no filter is none."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import urlencode

from assess.assessments.workflow import Status
from assess.reviews.queries import Filter, Whose
from assess.values.written import plain_number

LONGEST_TEXT: Final = 100
LONGEST_NUMBER: Final = 8
MOST_DIGITS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filter of the queue: as typed, and as asked. `query` writes it into an address, without the page."""

    filter: Filter
    whose: str
    status: str
    campaign: str
    district: str
    deviation: str
    overdue: bool
    text: str
    page: int
    wrong: bool

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "Wanted":
        """Read the filter from an address."""
        whose = _whose(params.get("whose", ""))
        status = _status(params.get("status", ""))
        campaign, district = _id(params.get("campaign", "")), _id(params.get("district", ""))
        typed = params.get("deviation", "").strip()[:LONGEST_NUMBER]
        deviation = _number(typed)
        overdue = params.get("overdue") == "1"
        text = params.get("text", "").replace("\0", "").strip()[:LONGEST_TEXT]
        return cls(
            filter=Filter(
                whose=whose,
                status=status,
                district=district,
                campaign=campaign,
                deviation=deviation,
                overdue=overdue,
                text=text,
            ),
            whose=whose.value,
            status=status.value if status else "",
            campaign=str(campaign or ""),
            district=str(district or ""),
            deviation=typed,
            overdue=overdue,
            text=text,
            page=_page(params.get("page", "")),
            wrong=bool(typed) and deviation is None,
        )

    @property
    def pairs(self) -> dict[str, str]:
        """Give what stands in the address."""
        given = {
            "whose": "" if self.whose == Whose.ALL else self.whose,
            "status": self.status,
            "campaign": self.campaign,
            "district": self.district,
            "deviation": self.deviation,
            "overdue": "1" if self.overdue else "",
            "text": self.text,
        }
        return {key: value for key, value in given.items() if value}

    @property
    def query(self) -> str:
        """Write the filter into an address."""
        return urlencode(self.pairs)

    def url(self, **changes: str) -> str:
        """Give the address of the queue with something changed; an empty value takes a condition away."""
        pairs = {key: value for key, value in (self.pairs | changes).items() if value}
        return f"/reviews?{urlencode(pairs)}" if pairs else "/reviews"


def _whose(text: str) -> Whose:
    return Whose(text) if text in set(Whose) else Whose.ALL


def _status(text: str) -> Status | None:
    return Status(text) if text in set(Status) else None


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(plain_number(text)) if text else None
    except InvalidOperation:
        return None
    sound = found is not None and found.is_finite() and found >= 0 and found.adjusted() < MOST_DIGITS
    return found if sound else None


def _page(text: str) -> int:
    sound = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return max(1, int(text)) if sound else 1

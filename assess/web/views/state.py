"""One question as it stands on a page."""

from dataclasses import dataclass

from assess.web.forms.fields import FactField


@dataclass(frozen=True, slots=True)
class State:
    """One question as it stands: its boxes, note and revision, and what the page says about them.

    `changes` counts how often it was answered where that can be read: more than once, by an organisation's people.
    """

    field: FactField
    note: str
    revision: int
    saved: str
    asked: bool
    kept: bool
    evidence: int | None
    conflict: str = ""
    earlier: str = ""
    more: bool = False
    locked: bool = False
    changes: int = 0

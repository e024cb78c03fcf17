"""Which published lists a submission was compared with, as it keeps them (pure)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assess.values.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One list: the question it can contradict, and how many of its entries held and did no longer that day."""

    list: str
    title: Text
    fact: str
    current: int
    removed: int
    latest_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """The lists that were there to be looked at.

    `compared` is False where there was no credit code to look for. `kept` is False where the submission is older than
    the keeping of lists: then there are none here, whatever there was.
    """

    lists: tuple[Looked, ...] = ()
    imported_on: dt.date | None = None
    compared: bool = True
    kept: bool = True


def to_json(made: Consulted) -> dict[str, Any]:
    """Write them as a submission keeps them; whether they were compared is kept beside them."""
    return {
        "imported_on": made.imported_on.isoformat() if made.imported_on else None,
        "lists": [
            {
                "list": one.list,
                "title": {"zh": one.title.zh, "en": one.title.en},
                "fact": one.fact,
                "current": one.current,
                "removed": one.removed,
                "latest_on": one.latest_on.isoformat() if one.latest_on else None,
            }
            for one in made.lists
        ],
    }


def of_snapshot(frozen: Mapping[str, Any]) -> Consulted | None:
    """Give what a submission kept; None where its form asks about no list, or it kept nothing of a comparison."""
    compared = frozen.get("contradictions") is not None
    if "consulted" not in frozen:  # before issue 7
        return Consulted(kept=False) if compared else None
    kept = frozen["consulted"]
    if kept is None:
        return None
    return Consulted(
        lists=tuple(_looked(one) for one in kept["lists"]), imported_on=_day(kept["imported_on"]), compared=compared
    )


def _looked(kept: Mapping[str, Any]) -> Looked:
    return Looked(
        list=kept["list"],
        title=Text(**kept["title"]),
        fact=kept["fact"],
        current=kept["current"],
        removed=kept["removed"],
        latest_on=_day(kept["latest_on"]),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None

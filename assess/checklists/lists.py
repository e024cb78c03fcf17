"""The kinds of published lists, and which answers an entry of theirs contradicts (DESIGN §6)."""

import unicodedata
from collections.abc import Iterable
from typing import Literal

from assess.checklists.definition import Named
from assess.conditions.evaluate import facts_of
from assess.conditions.model import Condition
from assess.values.closed import closed


@closed
class ListKind(Named):
    """One kind of list. `aliases` are other names under which files speak of it.

    `contradicts` says which answers to its one fact an entry contradicts; without it the list is kept and shown only.
    `rows` says which entries count: those on the list today, or also those taken off it since. `within_days` leaves
    out what was listed longer ago.
    """

    aliases: tuple[str, ...] = ()
    contradicts: Condition | None = None
    rows: Literal["current", "ever"] = "current"
    within_days: int | None = None

    @property
    def fact(self) -> str | None:
        """Name the fact whose answers an entry can contradict."""
        found = facts_of(self.contradicts) if self.contradicts is not None else ()
        return found[0] if found else None


@closed
class ListsFile:
    """`checklists/lists.yaml`: the kinds of published lists."""

    lists: tuple[ListKind, ...]


def folded(name: str) -> str:
    """Give a name as it is compared: width, case, blanks and quotation marks make no difference."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in plain if letter not in _IGNORED and not letter.isspace())


def names_of(lists: Iterable[ListKind]) -> dict[str, str]:
    """Give the key of every list by every name a file may use for it, as `folded` gives it."""
    return {folded(name): kind.key for kind in lists for name in spellings(kind)}


def spellings(kind: ListKind) -> tuple[str, ...]:
    """Give every name of a list: its key, its titles and its aliases."""
    return (kind.key, kind.title.zh, kind.title.en, *kind.aliases)


_IGNORED = frozenset("\"'“”‘’《》")

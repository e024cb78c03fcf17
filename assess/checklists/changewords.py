"""Changes between two versions in words, for the command line and for pages."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from assess.checklists.fields import Change
from assess.values.text import Locale
from assess.wording.formats import number
from assess.wording.sentences import say

_LONGEST: Final = 60


def change_lines(found: Iterable[Change], locale: Locale) -> tuple[str, ...]:
    """Say what differs, one field a line: `points：5 → 6`."""
    return tuple(
        say(
            "diff.change",
            {"path": change.path, "before": shown(change.before, locale), "after": shown(change.after, locale)},
            locale,
        )
        for change in found
    )


def shown(value: object, locale: Locale) -> str:
    """Show one side of a change; a long text is cut."""
    match value:
        case None | ():
            return say("diff.nothing", {}, locale)
        case bool():
            return say("diff.yes" if value else "diff.no", {}, locale)
        case Decimal():
            return number(value)
        case tuple():
            return ", ".join(shown(part, locale) for part in value)
        case _:
            text = str(value)
            return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

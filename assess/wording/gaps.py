"""How a gap is called in a list of gaps."""

from typing import Final

from assess.scoring.form import Item
from assess.scoring.gaps import Gap
from assess.values.text import Text

_PARTLY: Final = Text(zh="{title}（部分做到）", en="{title} (met in part)")


def heading(item: Item, gap: Gap) -> Text:
    """Name a gap: what is missing where it is certain, the item itself where it is not known or not due."""
    if gap.severity == "unknown" or gap.outcome in ("unknown", "full", None):
        return item.title
    if gap.outcome == "partial":
        return Text(zh=_PARTLY.zh.format(title=item.title.zh), en=_PARTLY.en.format(title=item.title.en))
    return item.gap or item.title

"""An answer in words people read: 是, an option's label, 180,000 元, and a table row by row."""

from dataclasses import dataclass

from assess.values.dump import display
from assess.values.fact import Fact
from assess.values.model import Value
from assess.values.text import Locale
from assess.web.views.again import rows


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of an answer; `rows` spells a table out."""

    text: str
    rows: tuple[str, ...] = ()


def shown(fact: Fact, value: Value, locale: Locale) -> Shown:
    """Put an answer into words."""
    return Shown(display(fact, value, locale), rows(fact, value, locale))

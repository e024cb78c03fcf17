"""Words in both languages."""

from typing import Literal

from assess.values.closed import closed

Locale = Literal["zh", "en"]


@closed
class Text:
    """One piece of wording, Chinese first."""

    zh: str
    en: str

    def to(self, locale: Locale) -> str:
        """Give the wording in one language."""
        return self.en if locale == "en" else self.zh

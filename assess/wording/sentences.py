"""Make sentences: a message id with typed parameters becomes Chinese or English."""

from collections.abc import Mapping
from typing import Final

from assess.values.step import FactRef, Given, Param, Step, Sum
from assess.values.text import Locale, Text
from assess.wording import formats
from assess.wording.content_errors import CONTENT_ERRORS
from assess.wording.refusals import REFUSALS
from assess.wording.service_refusals import SERVICE_REFUSALS

_TABLES: Final = (REFUSALS, CONTENT_ERRORS, SERVICE_REFUSALS)
SENTENCES: Final[dict[str, Text]] = {message: text for table in _TABLES for message, text in table.items()}


def say(message: str, params: Mapping[str, Param], locale: Locale, facts: formats.Facts | None = None) -> str:
    """Say one statement.

    Args:
        message: An id of the sentence tables.
        params: What the sentence speaks of; numbers, days and facts are put into words here.
        locale: The language.
        facts: The facts by key, so that they are called by their wording and answers by their labels.

    Raises:
        KeyError: When the id or one of the sentence's placeholders is not there.
    """
    words = {key: _word(value, locale, facts or {}) for key, value in params.items()}
    return SENTENCES[message].to(locale).format_map(words)


def tell(step: Step, locale: Locale, facts: formats.Facts | None = None) -> str:
    """Say a step."""
    return say(step.message, step.params, locale, facts)


def _word(value: Param, locale: Locale, facts: formats.Facts) -> str:
    match value:
        case Step():
            return tell(value, locale, facts)
        case FactRef():
            return formats.name(value, facts, locale)
        case Given():
            return formats.given(value, facts, locale)
        case Sum():
            return formats.sum_(value)
        case tuple():
            return formats.joined(value, facts, locale)
        case _:
            return formats.scalar(value, locale)

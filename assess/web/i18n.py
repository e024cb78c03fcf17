"""The language of a request: Chinese message ids, English from the catalog, one context variable between them.

Every caller writes Chinese; `_` gives the words of the language in use. The language is chosen by the visitor (link,
cookie) and never guessed from the browser: Chinese comes first, also where browsers were installed in English.
"""

import functools
import gettext as gnu
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TypeGuard

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from assess.values.text import Locale

CATALOG = Path(__file__).resolve().parent.parent / "locale/en/LC_MESSAGES/messages.po"
COOKIE = "lang"
PARAMETER = "lang"

_current: ContextVar[Locale] = ContextVar("locale", default="zh")


def is_locale(value: object) -> TypeGuard[Locale]:
    """Say whether a value from outside names one of our languages."""
    return value in {"zh", "en"}


def current() -> Locale:
    """Give the language of the request being answered."""
    return _current.get()


def use(locale: Locale) -> None:
    """Answer the rest of this request in a language."""
    _current.set(locale)


@contextmanager
def using(locale: Locale) -> Iterator[None]:
    """Speak a language inside a block."""
    token = _current.set(locale)
    try:
        yield
    finally:
        _current.reset(token)


def gettext(message: str, **params: object) -> str:
    """Give a message in the current language, with its parameters filled in.

    Args:
        message: The Chinese words, with `%(name)s` where a parameter goes.
        params: The parameters; without any, a per cent sign stands for itself.
    """
    words = english().gettext(message) if current() == "en" else message
    return words % params if params else words


_ = gettext


def ngettext(singular: str, plural: str, number: int) -> str:
    """Give the message itself: our messages are free of plurals; Jinja's extension wants the function."""
    return gettext(singular if number == 1 else plural)


@functools.cache
def english() -> gnu.GNUTranslations:
    """Compile the English catalog once; without a catalog every message stays Chinese."""
    compiled = io.BytesIO()
    if CATALOG.exists():
        with CATALOG.open("rb") as file:
            write_mo(compiled, read_po(file, locale="en"))
    else:
        write_mo(compiled, read_po(io.BytesIO(b"")))
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)

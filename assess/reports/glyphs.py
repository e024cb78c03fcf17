"""What reaches the page: characters the bundled fonts can print, with the punctuation of the language.

A typesetter without a sort used to set 〓 (the geta) in its place; so do we, and the report says what it means. Without
this step another font of the machine would jump in and the same report would look different elsewhere.
"""

import functools
import re
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types

FONT_FOLDER = Path(__file__).parent / "fonts"
REGULAR = FONT_FOLDER / "NotoSansSC-Regular.ttf"
BOLD = FONT_FOLDER / "NotoSansSC-Bold.ttf"
GETA = "〓"

_KEPT_CONTROLS = "\n\t"
_WIDE = str.maketrans(",;:?!", "\uff0c\uff1b\uff1a\uff1f\uff01")
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff〔〕《》“”、。]"
_MARK = re.compile(rf"(?<={_HAN})[,;:?!]|[,;:?!](?={_HAN})|(?<=[\uff08\uff09])[,;:?!]|(?<=[0-9A-Za-z%)])[,;](?={_HAN})")
_BRACKETS = re.compile(rf"\((?=[^()]*{_HAN})[^()]*\)|(?<={_HAN})\([^()]*\)|\([^()]*\)(?={_HAN})")
_DROPPED_CATEGORIES = ("Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn")


@functools.cache
def covered() -> frozenset[int]:
    """Return the code points that both weights can print."""
    return _code_points(REGULAR) & _code_points(BOLD)


def _code_points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


class _Table(dict[int, str | None]):
    """A translation table that decides about each character when it first meets it."""

    def __missing__(self, code: int) -> str | None:
        self[code] = decided = _printable(chr(code))
        return decided


def _printable(character: str) -> str | None:
    if character in _KEPT_CONTROLS:
        return character
    category = unicodedata.category(character)
    if category in _DROPPED_CATEGORIES:
        return None
    if category.startswith("Z"):
        return character if ord(character) in covered() else " "
    return character if ord(character) in covered() else GETA


_TABLE = _Table()


def printable(text: str) -> str:
    """Return the text with every character the fonts lack replaced by 〓.

    Controls, direction overrides, joiners and lone surrogates print nothing and are dropped: left in, they could turn
    or hide the words around them.
    """
    return unicodedata.normalize("NFC", text).translate(_TABLE)


def chinese(text: str) -> str:
    """Set the punctuation of Chinese text in full width, as Chinese print does, whatever the keyboard gave.

    Only marks beside a Han character change; numbers, codes and addresses keep theirs.
    """
    widened = _BRACKETS.sub(lambda found: f"\uff08{found[0][1:-1]}\uff09", text)
    return _MARK.sub(lambda found: found[0].translate(_WIDE), widened)

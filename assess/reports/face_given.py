"""What somebody asks of a face, and why it cannot be so (pure)."""

import dataclasses
import json
import math
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from assess.reports.faces import CHAPTERS, KEPT, NAVY, OCHRE, READABLE, Face, contrast, placed
from assess.values.text import Locale

LINE_MOST: Final = 40
NOTE_MOST: Final = 120
NOTE_LINES: Final = 3
SECOND_LEAST: Final = 3.0
"""The least contrast of large text and of what is drawn (WCAG 2.2, 1.4.11)."""
BETWEEN_LEAST: Final = 1.5
"""The least contrast of the two colours with one another: so much is left of the difference in black and white."""

TEXTS: Final[Mapping[str, int]] = {
    "line_zh": LINE_MOST,
    "line_en": LINE_MOST,
    "note_zh": NOTE_MOST,
    "note_en": NOTE_MOST,
}
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.ASCII)
_WHITE: Final = "#ffffff"
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp"})
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceGiven:
    """A face in both languages as it is asked for and kept, without its logo; a text left empty does not appear."""

    main: str = NAVY
    second: str = OCHRE
    line_zh: str = ""
    line_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    order: tuple[str, ...] = CHAPTERS
    left_out: tuple[str, ...] = ()

    def tidied(self) -> "FaceGiven":
        """Write colours and texts one way, whatever the keyboard and the browser made of them."""
        return FaceGiven(
            main=_colour(self.main),
            second=_colour(self.second),
            order=placed(self.order) if {*self.order} <= {*CHAPTERS} else self.order,
            left_out=tuple(sorted(set(self.left_out))),
            **{name: _tidied(getattr(self, name)) for name in TEXTS},
        )

    def to_text(self) -> str:
        """Give it as it is kept."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)

    @classmethod
    def of_text(cls, text: str) -> "FaceGiven":
        """Read what was kept."""
        told: dict[str, Any] = json.loads(text)
        return cls(**{**told, "order": tuple(told["order"]), "left_out": tuple(told["left_out"])})

    def face(self, locale: Locale, logo: str | None = None) -> Face:
        """Give the face of reports in one language."""
        return Face(
            main=self.main,
            second=self.second,
            logo=logo,
            line=self.line_zh if locale == "zh" else self.line_en,
            note=self.note_zh if locale == "zh" else self.note_en,
            order=placed(self.order),
            left_out=frozenset(self.left_out),
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a field cannot be taken: a message of `assess.wording.face_words` and what fills it."""

    field: str
    message: str
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


def faults(given: FaceGiven, printable: Container[int]) -> tuple[Fault, ...]:
    """Say all that is wrong with a face that was tidied.

    Args:
        given: What is asked for.
        printable: The code points the fonts of reports have.
    """
    return (*_of_colours(given), *_of_texts(given, printable), *_of_chapters(given))


def _colour(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return plain if plain.startswith("#") or not _COLOUR.fullmatch(f"#{plain}") else f"#{plain}"


def _tidied(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "\n".join(line.strip() for line in plain.strip().split("\n"))


def _of_colours(given: FaceGiven) -> Iterator[Fault]:
    sound = True
    for name, least in (("main", READABLE), ("second", SECOND_LEAST)):
        colour = getattr(given, name)
        if not _COLOUR.fullmatch(colour):
            sound = False
            yield Fault(name, "face.colour", {"given": colour[:_SHOWN]})
        elif (found := contrast(colour, _WHITE)) < least:
            sound = False
            yield Fault(name, f"face.{name}-pale", _ratios(found, least))
    if sound and (found := contrast(given.main, given.second)) < BETWEEN_LEAST:
        yield Fault("second", "face.alike", _ratios(found, BETWEEN_LEAST))


def _ratios(found: float, least: float) -> dict[str, str | int]:
    """Write a measured ratio rounded down, so that it never reads as much as the limit it misses."""
    return {"ratio": f"{math.floor(found * 100) / 100:.2f}", "least": f"{least:g}"}


def _of_texts(given: FaceGiven, printable: Container[int]) -> Iterator[Fault]:
    for name, most in TEXTS.items():
        text: str = getattr(given, name)
        lines = NOTE_LINES if name.startswith("note") else 1
        found = (_size(text, most, lines) or _signs(text, printable)) if text else None
        if found:
            yield Fault(name, *found)


def _size(text: str, most: int, lines: int) -> tuple[str, Mapping[str, str | int]] | None:
    if len(text) > most:
        return "face.too-long", {"most": most, "given": len(text)}
    given = text.count("\n") + 1
    return ("face.lines", {"most": lines, "given": given}) if given > lines else None


def _signs(text: str, printable: Container[int]) -> tuple[str, Mapping[str, str | int]] | None:
    for sign in text.replace("\n", ""):
        code = f"U+{ord(sign):04X}"
        if unicodedata.category(sign) in _UNSEEN:
            return "face.unseen", {"code": code}
        if ord(sign) not in printable:
            return "face.no-glyph", {"sign": sign, "code": code}
    return None


def _of_chapters(given: FaceGiven) -> Iterator[Fault]:
    if not {*given.order, *given.left_out} <= {*CHAPTERS}:
        yield Fault("chapters", "face.chapter-unknown")
    elif KEPT & {*given.left_out}:
        yield Fault("chapters", "face.chapter-kept")

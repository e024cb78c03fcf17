"""What an operator may decide about the look of reports: data only, never template code (pure)."""

import base64
import dataclasses
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

CHAPTERS: Final = (
    "summary",
    "gaps",
    "path",
    "opportunities",
    "programmes",
    "mediation",
    "listed",
    "trend",
    "peers",
    "items",
    "answers",
    "evidence",
    "sources",
    "signature",
)
"""Every chapter of a report in its usual order; one that has nothing to say leaves itself out."""

KEPT: Final = frozenset({"summary", "sources", "signature"})
"""Chapters nobody may leave out: the result, where it comes from and what is ours in it, and what it is checked by."""

NAVY: Final = "#1f3a5f"
OCHRE: Final = "#b07d2b"
READABLE: Final = 4.5
"""The least contrast of small text on its ground (WCAG 2.2, 1.4.3)."""

_PNG: Final = "data:image/png;base64,"
_DARKER: Final = 0.96
_INK: Final = 5.2  # more than can just be read on white: small text also stands on a pale ground
_CHANNELS: Final = (1, 3, 5)
_WEIGHTS: Final = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """An operator's own face, in one language.

    `main` and `second` are colours as #rrggbb: of titles and the duty dial, of numbers and the readiness dial. `logo`
    is a PNG as a data URI (see `carried`), or the key it is stored under where it is only named. `line` stands above
    the title, `note` below the organisation. `order` is where each chapter stands, `left_out` those that do not.
    """

    main: str = NAVY
    second: str = OCHRE
    logo: str | None = None
    line: str = ""
    note: str = ""
    order: tuple[str, ...] = CHAPTERS
    left_out: frozenset[str] = frozenset()

    @property
    def chapters(self) -> tuple[str, ...]:
        """Give the chapters that are wanted, in their order; those nobody may leave out are among them."""
        return tuple(key for key in placed(self.order) if key in KEPT or key not in self.left_out)

    @property
    def second_ink(self) -> str:
        """Give the second colour dark enough for small text on white."""
        return inked(self.second)

    @property
    def picture(self) -> bytes | None:
        """Give the logo as a PNG file; None where there is none."""
        carries = self.logo is not None and self.logo.startswith(_PNG)
        return base64.b64decode(self.logo.removeprefix(_PNG)) if self.logo is not None and carries else None

    @property
    def sha256(self) -> str:
        """Name the face: other looks have other names, and a logo counts the same named as carried."""
        picture = self.picture
        logo = self.logo if picture is None else hashlib.sha256(picture).hexdigest()
        told = {**dataclasses.asdict(self), "logo": logo, "left_out": sorted(self.left_out)}
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()


PLAIN: Final = Face()
"""The face of the service itself."""


def carried(picture: bytes) -> str:
    """Give a PNG as a page carries it."""
    return _PNG + base64.b64encode(picture).decode("ascii")


def placed(order: Sequence[str], usual: Sequence[str] = CHAPTERS) -> tuple[str, ...]:
    """Give every chapter in somebody's order; one it does not know stands after the one it usually follows.

    A face that was saved before a chapter existed thus shows it, at its place; a chapter that is gone is passed over.
    """
    found = list(dict.fromkeys(key for key in order if key in usual))
    for number, key in enumerate(usual):
        if key not in found:
            found.insert(found.index(usual[number - 1]) + 1 if number else 0, key)
    return tuple(found)


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21.

    Source: WCAG 2.2, relative luminance and contrast ratio.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def inked(colour: str) -> str:
    """Darken a colour, if need be, until small text in it can be read on white."""
    channels: Iterable[int] = _rgb(colour)
    while contrast(colour, "#ffffff") < _INK:
        channels = tuple(int(one * _DARKER) for one in channels)
        colour = "#" + "".join(f"{one:02x}" for one in channels)
    return colour


def _luminance(colour: str) -> float:
    return sum(weight * _linear(one / 255) for weight, one in zip(_WEIGHTS, _rgb(colour), strict=True))


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of sRGB


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in _CHANNELS)

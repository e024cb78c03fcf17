"""Logos: drawn anew by a reader's process, or refused with the reason."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw

from assess.errors import InvalidError
from assess.papers import logo_limits
from assess.papers.readers import Readers
from assess.wording.sentences import say
from tests.assessments.hostile_files import HOSTILE, Hostile
from tests.factories.papers import PNG, picture

PICTURES = tuple(one for one in HOSTILE if one.name.endswith((".png", ".jpg", ".svg")) or "picture" in one.title)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    made = Readers(1)
    yield made
    made.close()


def drawn(mode: str = "RGBA", size: tuple[int, int] = (400, 120), kind: str = "PNG", **more: object) -> bytes:
    """Draw a dark disc on nothing."""
    made, one = io.BytesIO(), Image.new(mode, size)
    white = "white" if mode in {"RGB", "L", "CMYK"} else (0, 0, 0, 0)
    one.paste(white if mode != "P" else 0, (0, 0, *size))
    ImageDraw.Draw(one).ellipse((10, 10, 60, 60), fill=1 if mode == "P" else "black")
    one.save(made, kind, **more)
    return made.getvalue()


def refusal(readers: Readers, content: bytes) -> str:
    with pytest.raises(InvalidError) as refused:
        readers.logo(content)
    assert not {"{", "}"} & set(say(refused.value.message, refused.value.params, "zh"))
    assert not {"{", "}"} & set(say(refused.value.message, refused.value.params, "en"))
    return refused.value.message


@pytest.mark.parametrize("content", [drawn(), drawn("RGB", kind="JPEG"), drawn("L"), drawn("CMYK", kind="JPEG")])
def test_a_logo_becomes_a_small_png_of_its_own(readers: Readers, content: bytes) -> None:
    made = readers.logo(content)
    opened = Image.open(io.BytesIO(made))
    assert (opened.format, opened.mode, opened.size) == ("PNG", "RGBA", (400, 120))
    assert opened.getpixel((35, 35)) == (0, 0, 0, 255)
    assert readers.logo(content) == made


def test_what_a_picture_carries_besides_is_left_behind(readers: Readers) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "secret place", 6  # turned by a quarter
    made = readers.logo(drawn("RGB", (200, 150), "JPEG", exif=exif, comment=b"secret words"))
    assert b"secret" not in made
    opened = Image.open(io.BytesIO(made))
    assert (opened.size, opened.info) == ((150, 200), {})


def test_a_large_logo_is_made_small(readers: Readers) -> None:
    opened = Image.open(io.BytesIO(readers.logo(drawn("RGB", (3000, 1000)))))
    assert opened.size == (900, 300)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "face.logo-kind"),
        (b"%PDF-1.7", "face.logo-kind"),
        (b"GIF89a", "face.logo-kind"),
        (b'<?xml version="1.0"?><!-- x --><svg onload="alert(1)"/>', "face.logo-svg"),
        (PNG, "face.logo-pixels"),
        (picture("PNG", (logo_limits.MOST + 1, 800)), "face.logo-pixels"),
        (picture("PNG", (logo_limits.WIDE * 100 + 1, 100)), "face.logo-shape"),
        (picture("JPEG", (100, logo_limits.TALL * 100 + 1)), "face.logo-shape"),
        (drawn("RGB")[:-30], "face.logo-damaged"),
        (drawn() + b"<script>", "face.logo-damaged"),
    ],
)
def test_what_is_no_logo_is_refused_with_its_reason(readers: Readers, content: bytes, message: str) -> None:
    assert refusal(readers, content) == message


@pytest.mark.parametrize("colour", [(0, 0, 0, 0), (255, 255, 255, 255), (0, 0, 0, 5), (250, 250, 248, 255)])
def test_what_nobody_would_see_is_refused(readers: Readers, colour: tuple[int, ...]) -> None:
    made = io.BytesIO()
    Image.new("RGBA", (200, 100), colour).save(made, "PNG")
    assert refusal(readers, made.getvalue()) == "face.logo-blank"


@pytest.mark.parametrize("hostile", PICTURES, ids=[one.title for one in PICTURES])
def test_hostile_pictures_are_refused(readers: Readers, hostile: Hostile) -> None:
    assert refusal(readers, hostile.make()).startswith("face.logo-")


def test_the_reader_goes_on_after_all_that(readers: Readers) -> None:
    before = readers.pids()
    assert readers.logo(drawn()).startswith(b"\x89PNG")
    assert readers.pids() == before

"""Drawn pages on disk: read again instead of drawn again, and never without end."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.errors import InvalidError
from assess.papers import cache
from assess.papers.cache import Cache
from assess.papers.readers import Page
from tests.factories.papers import JPEG, PNG

KEY, OTHER = "a" * 64, "ab" + "c" * 62


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "previews")


def drawing(picture: bytes = PNG, pages: int = 3) -> tuple[Callable[[], Page], list[int]]:
    """Give something that draws, and counts how often."""
    drawn: list[int] = []

    def draw() -> Page:
        drawn.append(1)
        return Page(picture, pages)

    return draw, drawn


def test_a_page_is_drawn_once_for_each_file_number_and_width(kept: Cache) -> None:
    draw, drawn = drawing()
    wanted = [(KEY, 1, 1000), (KEY, 1, 200), (KEY, 11, 1000), (OTHER, 1, 1000)]
    for _ in range(2):
        for key, number, width in wanted:
            assert kept.page(key, number, width, draw) == Page(PNG, 3)
    assert len(drawn) == len(wanted)
    assert Cache(kept.folder).page(KEY, 1, 1000, draw).media_type == "image/png", "another process finds it too"
    assert len(drawn) == len(wanted)
    kept.drop(KEY)
    kept.page(OTHER, 1, 1000, draw)
    assert len(drawn) == len(wanted)
    kept.page(KEY, 1, 1000, draw)
    assert len(drawn) == len(wanted) + 1


def test_a_refusal_is_not_kept(kept: Cache) -> None:
    def refuse() -> Page:
        raise InvalidError("evidence.too-complex")

    with pytest.raises(InvalidError):
        kept.page(KEY, 1, 1000, refuse)
    assert kept.page(KEY, 1, 1000, drawing(JPEG, 1)[0]).media_type == "image/jpeg"


def test_what_is_no_picture_is_drawn_again(kept: Cache) -> None:
    draw, drawn = drawing()
    kept.page(KEY, 1, 1000, draw)
    (path,) = kept.folder.glob("??/*")
    path.write_bytes(b"<script>")
    assert kept.page(KEY, 1, 1000, draw).picture == PNG
    assert len(drawn) == 2


def test_a_full_disk_keeps_nobody_from_seeing_a_page(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Cache(tmp_path / "file").page(KEY, 1, 1000, drawing()[0]) == Page(PNG, 3)


def test_what_is_too_much_or_too_old_goes(kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_BETWEEN", 2)
    kept.most = 4 * len(PNG)
    for number in range(1, 5):
        kept.page(KEY, number, 1000, drawing()[0])
        (path,) = kept.folder.glob(f"??/*-1000-{number}-*")
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    (old,) = kept.folder.glob("??/*-1000-3-*")
    os.utime(old, (1_600_000_000, 1_600_000_000))
    kept.page(KEY, 5, 1000, drawing()[0])
    left = sorted(path.name.split("-")[2] for path in kept.folder.glob("??/*"))
    assert left == ["5"], "the newest is of today, all others are of long ago"
    for number in (6, 7, 8, 9, 10, 11):
        kept.page(KEY, number, 1000, drawing()[0])
    assert len(list(kept.folder.glob("??/*"))) <= 5

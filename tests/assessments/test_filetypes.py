"""Which files are taken: a corpus of hostile ones, the harmless that look like them, and readers that are lost."""

import io
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from structlog.testing import capture_logs

from assess.assessments import filetypes
from assess.errors import InvalidError, NotFoundError, UnavailableError
from assess.papers import packages, readers
from assess.papers.readers import SHARED, Readers
from assess.papers.refusal import RefusedError
from assess.wording.sentences import SENTENCES, say
from tests.assessments.hostile_files import HARMLESS, HOSTILE, Hostile, turned
from tests.factories.papers import PDF, PNG, assembled, docx_parts, package, pdf, picture


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: one.title)
def test_what_means_harm_is_refused_in_words_that_help(hostile: Hostile) -> None:
    with pytest.raises(InvalidError) as caught:
        filetypes.recognise(filetypes.clean_name(hostile.name), io.BytesIO(hostile.make()))
    assert (caught.value.message, caught.value.field) == (hostile.message, "file")
    assert caught.value.message in SENTENCES
    for locale in ("zh", "en"):
        assert "{" not in say(caught.value.message, caught.value.params, locale)


@pytest.mark.parametrize(("name", "make"), [one[1:] for one in HARMLESS], ids=[one[0] for one in HARMLESS])
def test_what_people_really_have_is_taken(name: str, make: Callable[[], bytes]) -> None:
    content = io.BytesIO(make())
    assert filetypes.recognise(name, content).media_type
    assert content.tell() == 0


@pytest.fixture
def own() -> Iterator[Readers]:
    """Give readers of the test's own."""
    made = Readers(1, timeout=20.0, files=3)
    yield made
    made.close()


def test_a_reader_that_is_killed_is_replaced_and_the_file_refused(own: Readers) -> None:
    assert own.inspect(PDF, "pdf") == 1
    before = own.pids()
    os.kill(before[0], signal.SIGKILL)
    with capture_logs() as logged, pytest.raises(InvalidError, match="too-complex"):
        own.inspect(PDF, "pdf")
    assert [line["event"] for line in logged] == ["papers.reader-lost"]
    assert own.inspect(PDF, "pdf") == 1
    assert own.pids() != before


def test_a_reader_that_hangs_is_killed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Readers(1)
    own.inspect(PNG, "png")
    monkeypatch.setattr(own, "_timeout", 0.3)
    os.kill(own.pids()[0], signal.SIGSTOP)
    started = time.monotonic()
    with pytest.raises(InvalidError, match="too-complex"):
        own.inspect(bytes(5 * 1024 * 1024), "pdf")  # more than a pipe holds: the sending hangs as well
    assert time.monotonic() - started < 5
    own.close()


def test_a_reader_is_replaced_before_it_grows_old(own: Readers) -> None:
    seen: set[int] = set()
    for _ in range(4):
        own.inspect(PNG, "png")
        seen.update(own.pids())
    assert len(seen) == 2
    own.close()
    assert own.pids() == ()


def test_a_reader_has_neither_memory_without_end_nor_the_services_secrets(own: Readers) -> None:
    own.inspect(PNG, "png")
    with open(f"/proc/{own.pids()[0]}/limits", encoding="ascii") as file:  # noqa: PTH123 - a file of the kernel
        limits = file.read()
    assert f"Max address space         {1024**3}" in limits
    assert "Max file size             0 " in limits
    with open(f"/proc/{own.pids()[0]}/environ", "rb") as told:  # noqa: PTH123 - likewise
        names = {line.partition(b"=")[0] for line in told.read().split(b"\x00")}
    assert names <= {b"PYTHONPATH", b"LC_CTYPE", b""}


def test_readers_work_side_by_side() -> None:
    found: list[int | None] = []
    asking = [threading.Thread(target=lambda: found.append(SHARED.inspect(PDF, "pdf"))) for _ in range(6)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert found == [1] * 6


def test_who_waits_too_long_for_a_reader_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "WAIT", 0.05)
    with pytest.raises(UnavailableError) as caught:
        Readers(0).inspect(PDF, "pdf")
    assert (caught.value.message, caught.value.status) == ("evidence.busy", 503)


def test_pages_are_drawn_as_pictures() -> None:
    content = pdf(pages=3)
    drawn = [SHARED.page(content, number) for number in (1, 3)]
    for page in drawn:
        assert (page.pages, page.media_type) == (3, "image/png")
        assert Image.open(io.BytesIO(page.picture)).size == (1000, 1416)
    assert drawn[0].picture != drawn[1].picture
    for number in (0, 4, -1):
        with pytest.raises(NotFoundError):
            SHARED.page(content, number)


def test_pictures_are_shown_upright_small_and_bare() -> None:
    page = SHARED.page(turned(), 1)
    shown = Image.open(io.BytesIO(page.picture))
    assert (page.pages, shown.size, shown.getexif()) == (1, (20, 60), Image.Exif())
    assert Image.open(io.BytesIO(SHARED.page(picture("PNG", (3000, 600)), 1).picture)).size == (1000, 200)
    with pytest.raises(NotFoundError):
        SHARED.page(PNG, 2)


def test_a_photograph_is_sent_as_one() -> None:
    noise = Image.frombytes("RGB", (900, 900), os.urandom(900 * 900 * 3))
    made = io.BytesIO()
    noise.save(made, "PNG")
    page = SHARED.page(made.getvalue(), 1)
    assert page.media_type == "image/jpeg"
    assert len(page.picture) < made.tell() / 2


def test_a_page_of_a_mile_is_not_drawn() -> None:
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 200000]>>"
    content = assembled({1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: page})
    with pytest.raises(InvalidError, match="damaged"):
        SHARED.page(content, 1)


@pytest.mark.parametrize("answer", [b"", b"nonsense\n", b'{"size": 99999999999}\n', b'{"pages": 1}\n', b"[]\n"])
def test_a_reader_that_answers_nonsense_is_not_believed(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever took a reader over can say what they like: it is data, and checked."""
    script = f"import sys; sys.stdin.buffer.readline(); sys.stdout.buffer.write({answer!r})"
    monkeypatch.setattr(readers, "PROGRAM", ("-c", script))
    own = Readers(1)
    with pytest.raises(InvalidError, match="too-complex"):
        own.inspect(PNG, "png")
    own.close()


def test_a_picture_that_is_none_is_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    page = b"<script>alert(1)</script>"
    told = b'{"pages": 1, "size": %d}\n' % len(page)
    script = f"import sys; sys.stdin.buffer.readline(); sys.stdout.buffer.write({told + page!r})"
    monkeypatch.setattr(readers, "PROGRAM", ("-c", script))
    own = Readers(1)
    with pytest.raises(InvalidError, match="too-complex"):
        own.page(PNG, 1)
    own.close()


def test_a_bomb_of_a_picture_stays_within_the_readers_memory(own: Readers) -> None:
    """A picture just under the limit of pixels is decoded; the reader that does it lives."""
    made = io.BytesIO()
    Image.new("L", (9_000, 9_000)).save(made, "PNG")
    assert own.inspect(made.getvalue(), "png") is None
    assert len(own.pids()) == 1


def test_what_is_packed_within_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each package says truly how much it unpacks to; together they are too much."""
    inner = package(docx_parts() | {"word/media/white.bmp": bytes(600_000)})
    outer = package(docx_parts() | {"word/embeddings/a.docx": inner, "word/media/white.bmp": bytes(600_000)})
    packages.check(outer, ("word/document.xml",))
    monkeypatch.setattr(packages, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(RefusedError, match="unpacks"):
        packages.check(outer, ("word/document.xml",))

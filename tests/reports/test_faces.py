"""An operator's own face: what is taken, what is refused and why, and that what is taken comes out as it was asked."""

import dataclasses
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from assess.checklists.definition import Published
from assess.checklists.loader import thaw
from assess.reports import html, pdf
from assess.reports.chapters import chapters
from assess.reports.face_given import BETWEEN_LEAST, LINE_MOST, NOTE_LINES, NOTE_MOST, SECOND_LEAST, FaceGiven, faults
from assess.reports.faces import CHAPTERS, KEPT, NAVY, OCHRE, PLAIN, READABLE, Face, carried, contrast, inked, placed
from assess.reports.glyphs import covered
from assess.reports.orders import Order
from assess.reports.sample_report import sample
from assess.reports.stored import from_text, to_text
from assess.values.text import Locale
from assess.wording.sentences import say
from tests.reports import reading
from tests.reports.samples import report

ROOT = Path(__file__).parents[2] / "checklists"
SHIPPED = sorted(ROOT.glob("*/*/*.json"))
LOCALES: tuple[Locale, ...] = ("zh", "en")
AS_OF = dt.date(2026, 11, 22)
LINE, NOTE = "临沂市市场监督管理局主办<b>&{{7*7}}", "联系人：王科长\n电话：0539-0000000\n</style><script>"
RED, GREEN = "#7a0019", "#0b7a75"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SIGNS = st.sampled_from("临沂市知识产权保护主办联系电话 <>&\"'{}%/()-:0123456789abcXYZ，。；")


def picture(size: tuple[int, int] = (300, 100)) -> bytes:
    """Make a transparent PNG with a mark on it."""
    made, drawn = io.BytesIO(), Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(drawn).ellipse((5, 5, 95, 95), fill=(12, 200, 34, 255))
    drawn.save(made, "PNG")
    return made.getvalue()


def wrong(wanted: FaceGiven) -> list[tuple[str, str]]:
    """Give the refusals of a face as field and message, having said each in both languages."""
    found = faults(wanted.tidied(), covered())
    for fault in found:
        for locale in LOCALES:
            assert not re.search(r"{[a-z]+}", say(fault.message, dict(fault.params), locale)), fault
    return [(fault.field, fault.message) for fault in found]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#ff0000", "#ffffff", 3.998),
        ("#0000ff", "#ffffff", 8.592),
        ("#00ff00", "#ffffff", 1.372),
        ("#1f3a5f", "#b07d2b", 3.179),
    ],
)
def test_the_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert contrast(other, one) == contrast(one, other)


def test_ink_can_be_read() -> None:
    assert inked("#000000") == "#000000"
    for colour in ("#ffffff", OCHRE, "#949494"):
        assert contrast(inked(colour), "#ffffff") >= READABLE
        assert contrast(inked(colour), "#f4f6f8") >= READABLE


def test_the_usual_face_is_the_one_of_nobody() -> None:
    assert FaceGiven().face("zh") == PLAIN == FaceGiven().tidied().face("en")
    assert wrong(FaceGiven()) == []
    assert (contrast(NAVY, "#ffffff") > READABLE, contrast(OCHRE, "#ffffff") > SECOND_LEAST) == (True, True)
    assert html.look(PLAIN) == html.template_version()


def test_a_chapter_nobody_knew_stands_at_its_usual_place() -> None:
    saved = ("items", "summary", "gaps", "sources", "signature")
    usual = ("summary", "gaps", "trend", "items", "peers", "sources", "signature")
    assert placed(saved, usual) == ("items", "peers", "summary", "gaps", "trend", "sources", "signature")
    assert placed((), usual) == usual
    assert placed(("gone", *usual, "gaps"), usual) == usual


def test_chapters_stand_as_they_were_put_and_some_stay() -> None:
    order = placed(tuple(reversed(CHAPTERS)))
    assert order == tuple(reversed(CHAPTERS))
    face = Face(order=order, left_out=frozenset(CHAPTERS))
    assert {*face.chapters} == KEPT
    face = Face(order=order, left_out=frozenset({"answers"}))
    shown = [one.id for one in chapters(report(), face)]
    assert "answers" not in shown
    assert shown == [key for key in order if key in {one.id for one in chapters(report())} - {"answers"}]
    assert [one.number for one in chapters(report(), face)] == list(range(1, len(shown) + 1))


def test_a_face_is_named_by_its_look() -> None:
    logo = picture()
    key = hashlib.sha256(logo).hexdigest()
    assert Face(logo=carried(logo)).sha256 == Face(logo=key).sha256, "named as it is kept and as it is laid out"
    assert Face(logo=carried(logo)).picture == logo
    others = (
        Face(main=RED),
        Face(second=GREEN),
        Face(line="行"),
        Face(note="行"),
        Face(order=placed(CHAPTERS[::-1])),
        Face(left_out=frozenset({"answers", "gaps"})),
        Face(logo=key),
    )
    assert len({one.sha256 for one in (PLAIN, *others)}) == len(others) + 1
    left = [Face(left_out=frozenset(keys)).sha256 for keys in (("answers", "gaps"), ("gaps", "answers"))]
    assert left[0] == left[1]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"main": "navy"}, [("main", "face.colour")]),
        ({"main": "#12345"}, [("main", "face.colour")]),
        ({"main": "#1f3a5f;} body{display:none}"}, [("main", "face.colour")]),
        ({"main": "url(http://127.0.0.1/)"}, [("main", "face.colour")]),
        ({"main": ""}, [("main", "face.colour")]),
        ({"second": "#ＦＦ"}, [("second", "face.colour")]),
        ({"main": "#777777"}, [("main", "face.main-pale")]),
        ({"second": "#ffd700"}, [("second", "face.second-pale")]),
        ({"main": "#1f3a5f", "second": "#3a1f5f"}, [("second", "face.alike")]),
        ({"main": "#ffffff", "second": "#ffffff"}, [("main", "face.main-pale"), ("second", "face.second-pale")]),
        ({"line_zh": "长" * (LINE_MOST + 1)}, [("line_zh", "face.too-long")]),
        ({"line_en": "one\ntwo"}, [("line_en", "face.lines")]),
        ({"note_zh": "行\n" * NOTE_LINES + "行"}, [("note_zh", "face.lines")]),
        ({"note_en": "x" * (NOTE_MOST + 1)}, [("note_en", "face.too-long")]),
        ({"line_zh": "主\x07办"}, [("line_zh", "face.unseen")]),
        ({"line_zh": "主\u202e办"}, [("line_zh", "face.unseen")]),
        ({"line_zh": "主\u200b办"}, [("line_zh", "face.unseen")]),
        ({"note_zh": "主\ud800办"}, [("note_zh", "face.unseen")]),
        ({"note_zh": "贺🎉"}, [("note_zh", "face.no-glyph")]),
        ({"order": ("summary", "secrets")}, [("chapters", "face.chapter-unknown")]),
        ({"left_out": ("{{ config }}",)}, [("chapters", "face.chapter-unknown")]),
        ({"left_out": ("summary",)}, [("chapters", "face.chapter-kept")]),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(changes: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert wrong(dataclasses.replace(FaceGiven(), **changes)) == expected  # type: ignore[arg-type]  # fields by name


def test_the_refusal_says_what_was_measured_and_never_the_limit_itself() -> None:
    fault = faults(FaceGiven(main="#777777", second="#000000"), covered())[0]
    assert dict(fault.params) == {"ratio": "4.47", "least": "4.5"}
    assert "4.47:1" in say(fault.message, dict(fault.params), "zh")
    alike = faults(FaceGiven(main="#1f3a5f", second="#24406a"), covered())[0]
    assert (alike.message, alike.params["least"]) == ("face.alike", f"{BETWEEN_LEAST:g}")


def test_what_the_keyboard_gives_is_written_one_way() -> None:
    wanted = FaceGiven(
        main=" 1F3A5F ",
        second="＃Ｂ０７Ｄ２Ｂ",
        line_zh="  主办\t单位 ",
        note_zh="一\r\n二 \r三",
        left_out=("gaps", "gaps"),
    )
    tidy = wanted.tidied()
    assert (tidy.main, tidy.second, tidy.line_zh, tidy.note_zh) == (NAVY, OCHRE, "主办 单位", "一\n二\n三")
    assert (tidy.left_out, wrong(tidy), tidy.tidied()) == (("gaps",), [], tidy)
    assert FaceGiven.of_text(tidy.to_text()) == tidy


def faces() -> st.SearchStrategy[FaceGiven]:
    """Give any face that may be asked for, accepted or not."""
    line, note = st.text(SIGNS, max_size=LINE_MOST), st.text(SIGNS, max_size=NOTE_MOST)
    keys = st.permutations(CHAPTERS).map(tuple)
    left = st.lists(st.sampled_from(sorted({*CHAPTERS} - KEPT)), unique=True).map(tuple)
    return st.builds(
        FaceGiven, main=COLOURS, second=COLOURS, line_zh=line, line_en=line, note_zh=note, note_en=note,
        order=keys, left_out=left,
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(faces())
def test_what_is_accepted_is_laid_out_as_data(wanted: FaceGiven) -> None:
    tidy = wanted.tidied()
    found = wrong(tidy)
    pale = contrast(tidy.main, "#ffffff") < READABLE
    assert (("main", "face.main-pale") in found) == pale
    if found:
        return
    face = FaceGiven.of_text(tidy.to_text()).face("zh", carried(picture()))
    page = html.render(report(), face)
    plain = html.render(report())
    assert page.count("<script") == plain.count("<script")
    assert page.count("<style") == plain.count("<style")
    assert f"--navy: {tidy.main}; --ochre: {tidy.second};" in page
    assert re.findall(r'<h2 id="([a-z]+)"><span class="n">', page) == [one.id for one in chapters(report(), face)]
    assert face.logo is not None
    assert face.logo in page


@pytest.fixture(scope="module")
def made() -> dict[Locale, bytes]:
    """Make a report in a face full to its limits in each language."""
    given_ = FaceGiven(
        main=RED,
        second=GREEN,
        line_zh=LINE,
        line_en="W" * LINE_MOST,
        note_zh=NOTE,
        note_en="\n".join(["N" * (NOTE_MOST // NOTE_LINES - 1)] * NOTE_LINES),
        order=placed(CHAPTERS[::-1]),
        left_out=("answers", "items"),
    )
    assert wrong(given_) == []
    logo = carried(picture())
    return {one: pdf.render(html.render(report(locale=one), given_.face(one, logo))) for one in LOCALES}


def painted(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Give the colours of the first page as a picture."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no stubs, and only this test draws

    page = pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil().convert("RGB")
    for _count, colour in page.getcolors(1 << 24):
        yield colour


def test_words_colours_and_logo_are_on_the_cover(made: dict[Locale, bytes]) -> None:
    first, second = reading.pages(made["zh"])[:2]
    assert re.sub(r"\s", "", LINE) in first
    for line in NOTE.split("\n"):
        assert line in first
    assert "本报告为自我评估" in first
    assert "目录" in second, "the cover is one page"
    seen = set(painted(made["zh"]))
    assert (0x7A, 0, 0x19) in seen
    assert (12, 200, 34) in seen, "the logo"
    assert reading.words_outside(made["zh"]) == []


def test_a_face_full_to_its_limits_keeps_the_cover_on_one_page(made: dict[Locale, bytes]) -> None:
    first, second = reading.pages(made["en"])[:2]
    assert "W" * 20 in first
    assert first.count("N" * 39) == NOTE_LINES
    assert "notafindingofanyauthority" in first
    assert second.startswith("Contents") or "Contents" in second
    assert reading.words_outside(made["en"]) == []


def test_bookmarks_follow_the_order_asked_for(made: dict[Locale, bytes]) -> None:
    titles = " ".join(reading.outline(made["zh"]))
    assert titles.index("确认与签署") < titles.index("差距与整改") < titles.index("结果一览")
    assert "填报内容" not in titles


@pytest.fixture(scope="module", params=SHIPPED, ids=lambda path: "-".join(path.parts[-3:]))
def shipped(request: pytest.FixtureRequest) -> tuple[Published, str]:
    text: bytes = request.param.read_bytes()
    sha256 = hashlib.sha256(text).hexdigest()
    return thaw(text.decode(), sha256), sha256


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_checklist_has_a_sample_of_nobody(shipped: tuple[Published, str], locale: Locale) -> None:
    content = sample(*shipped, locale, as_of=AS_OF, region="某地")
    assert content == sample(*shipped, locale, as_of=AS_OF, region="某地")
    assert content.state == "sample"
    assert (
        content.identity.organisation
        == {
            "zh": {"enterprise": "示例单位有限公司（虚构）", "district": "示例区（虚构）"},
            "en": {"enterprise": "Example Company Ltd (invented)", "district": "Example District (invented)"},
        }[locale][shipped[0].checklist.audience]
    )
    assert content.gaps
    assert content.summary.vetoes == ()
    assert all(float(dial.final) > 0 for dial in content.summary.dials if dial.final)
    assert from_text(to_text(content)) == content
    page = html.render(content)
    assert {"zh": "样张", "en": "SAMPLE"}[locale] in page


def test_an_order_carries_the_face() -> None:
    assert Order(content=report(), face=Face(main=RED)) != Order(content=report())

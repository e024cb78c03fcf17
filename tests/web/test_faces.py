"""The face of a campaign's reports in the browser: drafted, looked at, used, taken back; and what is refused there."""

import re
from typing import Any

import httpx
import pytest

from assess.db import Database
from assess.reports.face_given import LINE_MOST, NOTE_MOST
from assess.reports.faces import CHAPTERS
from assess.reports.models import ReportFace
from assess.reports.orders import Order
from tests.assessments.hostile_files import HOSTILE
from tests.factories.papers import JPEG, PDF, picture
from tests.web.browsing import Browser, complaints
from tests.web.campaigning import Office, made
from tests.web.markup import faults

LOGO = picture("PNG", (300, 100))
HOSTILE_TEXT = "</textarea><script>alert(1)</script>{{7*7}}\"'"
SENT = re.compile(r'name="order" value="([a-z]+)"')


@pytest.fixture
def base(admin: Browser, database: Database, office: Office) -> str:
    return made(admin, database, office)


class Drawn:
    """Stands where the render workers are: notes what it is asked for."""

    def __init__(self) -> None:
        self.orders: list[Order] = []

    def render(self, order: Order) -> bytes:
        self.orders.append(order)
        return PDF


@pytest.fixture
def drawn(admin: Browser) -> Drawn:
    proofs = admin.app.state.proofs
    proofs._pool = Drawn()
    made_: Drawn = proofs._pool
    return made_


def fields(page: str, **changes: object) -> dict[str, object]:
    """Fill the form in as it was drawn, with changes."""
    expected = re.search(r'name="expected" value="([^"]*)"', page)
    assert expected is not None
    given: dict[str, object] = {
        "expected": expected[1],
        "main": "#7a0019",
        "second": "#0b7a75",
        "line_zh": "临沂市市场监督管理局主办",
        "line_en": "",
        "note_zh": "联系人：王科长\r\n电话：0539-0000000",
        "note_en": "",
        "order": SENT.findall(page),
        "shown": list(CHAPTERS),
    }
    return {**given, **changes}


def send(browser: Browser, base: str, *, logo: tuple[str, bytes] | None = None, **changes: object) -> httpx.Response:
    page = browser.get(f"{base}/face").text
    data: dict[str, Any] = {"csrf_token": browser.token, **fields(page, **changes)}
    files: Any = {"logo": (logo[0], logo[1], "image/png") if logo else ("", b"", "application/octet-stream")}
    return browser.send("POST", f"{base}/face", data=data, files=files, headers={"accept": "text/html"})


def use(browser: Browser, base: str) -> httpx.Response:
    page = browser.get(f"{base}/face/use").text
    seen = re.search(r'name="expected" value="([^"]*)"', page)
    return browser.post(f"{base}/face/use", {"expected": seen[1] if seen else ""})


def test_drafted_looked_at_used_and_taken_back(admin: Browser, base: str, drawn: Drawn) -> None:
    assert f'href="{base}/face"' in admin.get(base).text
    page = admin.get(f"{base}/face")
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "现在用默认样式" in page.text
    answer = send(admin, base, logo=("标志.png", LOGO))
    assert answer.headers["location"] == f"{base}/faces/1?done=saved", complaints(answer)
    page = admin.get(f"{base}/faces/1?done=saved")
    assert (faults(page.text), "草稿已保存，还没有启用" in page.text) == ([], True)
    assert drawn.orders == [], "the page itself waits for nothing"
    picture_ = admin.get(f"{base}/faces/1/zh/pages/1")
    assert picture_.headers["content-type"] == "image/png"
    sample = admin.get(f"{base}/faces/1/zh/sample.pdf")
    assert (sample.content, sample.headers["content-type"]) == (PDF, "application/pdf")
    assert "attachment" in sample.headers["content-disposition"]
    assert "sandbox" in sample.headers["content-security-policy"]
    assert len(drawn.orders) == 1, "made once for all pictures"
    order = drawn.orders[0]
    assert (order.face.main, order.face.line, order.seal) == ("#7a0019", "临沂市市场监督管理局主办", None)
    assert order.face.picture is not None
    assert (order.content.state, order.content.locale) == ("sample", "zh")
    admin.get(f"{base}/faces/1/en/sample.pdf")
    assert (drawn.orders[1].content.locale, drawn.orders[1].face.line) == ("en", "")
    logo = admin.get(f"{base}/faces/1/logo")
    assert (logo.content == order.face.picture, logo.headers["content-type"]) == (True, "image/png")


def test_used_taken_back_and_drafted_again(admin: Browser, base: str) -> None:
    send(admin, base)
    page = admin.get(f"{base}/face/use")
    assert (faults(page.text), "本批次还没有生成过报告" in page.text) == ([], True)
    assert use(admin, base).headers["location"] == f"{base}/face?done=used"
    page = admin.get(f"{base}/face?done=used")
    assert (faults(page.text), "已启用第 1 版" in page.text, 'value="#7a0019"' in page.text) == ([], True, True)
    page = admin.get(f"{base}/face/plain")
    assert (faults(page.text), "都用默认样式" in page.text) == ([], True)
    assert admin.post(f"{base}/face/plain").headers["location"] == f"{base}/face?done=plain"
    text = admin.get(f"{base}/face?done=plain").text
    assert ("已恢复默认样式" in text, "现在用默认样式" in text, "历次样式" in text) == (True, True, True)
    answer = admin.post(f"{base}/faces/1/again", {"expected": fields(text)["expected"]})
    assert answer.headers["location"] == f"{base}/face?done=again"
    assert 'value="#7a0019"' in admin.get(f"{base}/face").text


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_errors_stand_at_their_fields_in_both_languages(admin: Browser, base: str, locale: str) -> None:
    admin.get(f"{base}/face?lang={locale}")
    answer = send(
        admin,
        base,
        main="#cccccc",
        second="gold",
        line_zh="长" * (LINE_MOST + 1),
        note_en="x" * (NOTE_MOST + 1),
        line_en="a\u202eb",
        note_zh=HOSTILE_TEXT + "🎉",
    )
    said = complaints(answer)
    assert (answer.status_code, faults(answer.text)) == (422, [])
    assert list(said) == ["main-colour", "second-colour", "line_zh", "line_en", "note_zh", "note_en"]
    assert "1.60:1" in said["main-colour"]
    assert {"zh": "主色", "en": "main colour"}[locale] in said["main-colour"]
    assert "U+202E" in said["line_en"]
    assert "<script>alert" not in answer.text
    assert 'value="#cccccc"' in answer.text, "what was typed is still there"


def test_hostile_words_are_words(admin: Browser, base: str, drawn: Drawn) -> None:
    assert send(admin, base, note_zh=HOSTILE_TEXT, line_zh="<b>{{ config }}</b>").status_code == 303
    page = admin.get(f"{base}/face").text
    assert (faults(page), "<script>alert" in page, "<b>{{" in page) == ([], False, False)
    admin.get(f"{base}/faces/1/zh/sample.pdf")
    assert drawn.orders[0].face.note == HOSTILE_TEXT


NO_LOGOS = (
    ("标志.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "不接受 SVG"),
    ("标志.png", b"<svg/>", "不接受 SVG"),
    ("标志.png", PDF, "只接受 PNG 或 JPEG"),
    ("标志.jpg", JPEG, "这张图是 40×30"),
    ("标志.png", LOGO + bytes(1024 * 1024), "最大 1 MB"),
    ("标志.png", LOGO + b"<html><script>", "夹带了别的内容"),
)


def test_what_is_no_logo_is_refused_beside_its_field(admin: Browser, base: str) -> None:
    for name, content, words in NO_LOGOS:
        answer = send(admin, base, logo=(name, content))
        assert (answer.status_code, list(complaints(answer)), faults(answer.text)) == (422, ["logo"], []), name
        assert words in complaints(answer)["logo"]
        assert "主办" in answer.text, "the texts are still there"
    assert "历次样式" not in admin.get(f"{base}/face").text


def test_hostile_pictures_end_no_page(admin: Browser, base: str) -> None:
    for one in HOSTILE:
        if one.title in {"an enormous picture", "an enormous photograph", "a picture that is only said to be one"}:
            answer = send(admin, base, logo=(one.name, one.make()))
            assert (answer.status_code, list(complaints(answer))) == (422, ["logo"]), one.title
    assert send(admin, base, logo=("标志.png", LOGO)).status_code == 303


def test_chapters_move_by_buttons_and_nothing_is_kept_meanwhile(admin: Browser, base: str) -> None:
    page = admin.get(f"{base}/face").text
    order = SENT.findall(page)
    assert order == list(CHAPTERS)
    answer = admin.post(f"{base}/face", fields(page, move="up:gaps", shown=["gaps"], main="#12"))
    assert (answer.status_code, faults(answer.text)) == (200, [])
    moved = SENT.findall(answer.text)
    assert moved == ["gaps", "summary", *order[2:]]
    assert 'value="#12"' in answer.text, "typed, not judged yet"
    focused = re.findall(r'value="([a-z:]+)"[^>]*autofocus', answer.text)
    assert focused == ["down:gaps"], "at the edge the other button has the focus"
    ticked = re.findall(r'name="shown" value="([a-z]+)" checked', answer.text)
    assert ticked == ["gaps", "summary", "sources", "signature"]
    answer = admin.post(f"{base}/face", fields(answer.text, move="down:gaps"))
    assert SENT.findall(answer.text) == order
    for nonsense in ("up:secrets", "sideways:gaps", "up", ":"):
        assert admin.post(f"{base}/face", fields(page, move=nonsense)).status_code == 200
    answer = send(admin, base, order=["summary", "secrets"])
    assert list(complaints(answer)) == ["chapters"]
    assert answer.text.count('id="chapters"') == 1


def test_what_is_left_out_stays_out_and_the_rest_keeps_its_order(admin: Browser, base: str, drawn: Drawn) -> None:
    order = list(CHAPTERS[::-1])
    assert send(admin, base, order=order, shown=["gaps", "items"]).status_code == 303
    admin.get(f"{base}/faces/1/zh/sample.pdf")
    face = drawn.orders[0].face
    assert face.chapters == tuple(key for key in order if key in {"gaps", "items", "summary", "sources", "signature"})
    page = admin.get(f"{base}/face").text
    assert SENT.findall(page) == order


def test_a_colour_can_be_picked_without_a_script(admin: Browser, base: str) -> None:
    picked: dict[str, Any] = {"main": "#1f3a5f", "main_before": "#1f3a5f", "main_picked": "#004400"}
    assert send(admin, base, **picked).status_code == 303
    assert 'value="#004400"' in admin.get(f"{base}/face").text
    written: dict[str, Any] = {"main": "#440000", "main_before": "#004400", "main_picked": "#004400"}
    assert send(admin, base, **written).status_code == 303
    assert 'value="#440000"' in admin.get(f"{base}/face").text
    untouched: dict[str, Any] = {"main": "red", "main_before": "red", "main_picked": "#000000"}
    assert list(complaints(send(admin, base, **untouched))) == ["main-colour"]


def test_the_language_changes_with_the_form_half_filled_in(admin: Browser, base: str) -> None:
    page = admin.get(f"{base}/face").text
    answer = admin.post(f"{base}/face", fields(page, line_zh="未完", lang="en"))
    assert (answer.status_code, 'lang="en"' in answer.text, "未完" in answer.text) == (200, True, True)


def test_two_administrators_do_not_write_over_each_other(admin: Browser, base: str) -> None:
    late = fields(admin.get(f"{base}/face").text, line_zh="后来的")
    assert send(admin, base).status_code == 303
    answer = admin.post(f"{base}/face", late)
    assert (answer.status_code, "样式被别人改过" in answer.text, "后来的" in answer.text) == (409, True, True)
    assert admin.post(f"{base}/face", fields(answer.text, line_zh="后来的")).status_code == 303, "seen, and sent again"
    stale = admin.post(f"{base}/face/use", {"expected": "1-000000000000"})
    assert (stale.status_code, "草稿在您预览之后又改过" in stale.text, faults(stale.text)) == (409, True, [])
    assert use(admin, base).status_code == 303
    assert admin.post(f"{base}/face/use", {"expected": "x"}).status_code == 409
    assert "没有可以启用的草稿" in admin.get(f"{base}/face/use").text


def test_to_others_these_pages_do_not_exist(office: Office, admin: Browser, base: str) -> None:
    assert send(admin, base, logo=("标志.png", LOGO)).status_code == 303
    lead = office.enter(office.leads[0])
    missing = f"/campaigns/{'0' * 8}-0000-4000-8000-{'0' * 12}"
    for path in ("/face", "/face/use", "/face/plain", "/faces/1", "/faces/1/logo", "/faces/1/zh/sample.pdf"):
        for browser, where in ((lead, base), (admin, missing)):
            assert browser.get(where + path).status_code == 404, path
    for path in ("/faces/7", "/faces/7/logo", "/faces/0/logo", "/faces/7/zh/sample.pdf"):
        assert admin.get(base + path).status_code == 404, path
    for path in ("/faces/1/fr/sample.pdf", "/faces/1/zh/pages/99", "/faces/1/zh/pages/0", "/faces/-1"):
        assert admin.get(base + path).status_code in {404, 422}, path
    lead.get("/")
    assert lead.post(f"{base}/face", {"main": "#000000"}).status_code == 404


def test_samples_are_throttled_and_the_default_one_is_there(
    admin: Browser, base: str, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assess.accounts import throttle  # noqa: PLC0415 - only to lower its limit

    monkeypatch.setattr(throttle, "PROOFS", throttle.Limit("report-proof", 1, throttle.PROOFS.window))
    page = admin.get(f"{base}/faces/0")
    assert (page.status_code, "默认样式的样张" in page.text, faults(page.text)) == (200, True, [])
    assert "每小时最多制作 60 份样张" in page.text
    assert admin.get(f"{base}/faces/0/zh/sample.pdf").status_code == 200
    assert admin.get(f"{base}/faces/0/zh/pages/1").status_code == 200, "kept, not made again"
    assert admin.get(f"{base}/faces/0/en/sample.pdf").status_code == 429
    assert len(drawn.orders) == 1
    assert drawn.orders[0].face.sha256 == Order(content=drawn.orders[0].content).face.sha256


def test_the_rows_say_who_and_when(admin: Browser, base: str, database: Database) -> None:
    send(admin, base)
    page = admin.get(f"{base}/face").text
    assert "孙丽" in page.partition('id="earlier"')[2]
    with database.read() as session:
        row = session.query(ReportFace).one()
        assert (row.number, row.used_at, row.created_by is not None) == (1, None, True)

"""A file on its page: looked at, described anew, replaced, used again; what is refused stands at its field."""

import io
import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image

from assess.accounts.models import Account
from assess.db import Database
from assess.papers import readers
from assess.scanning import Scanner
from assess.storage import Storage
from tests.factories.papers import DOCX, PDF, PNG, pdf
from tests.test_scanning import EICAR, honest, served
from tests.web.browsing import Browser, complaints
from tests.web.filling import COVER, LISTS, Sitting, begin
from tests.web.markup import faults
from tests.web.test_evidence import PATH, listed, upload

POLICIES = "/evidence/insurance.policies"
ID = re.compile(r'id="file-([0-9a-f-]{36})"')


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def filed(sitting: Sitting, content: bytes = PDF, name: str = "凭证.pdf", **fields: str) -> str:
    """Attach a file and give its address."""
    assert upload(sitting, name, content, **fields).status_code == 303
    return listed(sitting)[name]


def send(sitting: Sitting, address: str, content: bytes | None, name: str = "新.pdf", **fields: str) -> httpx.Response:
    """Send one file to an address."""
    sent: Any = {"file": (name, content, "application/pdf")} if content is not None else {"file": ("", b"")}
    data = {"csrf_token": sitting.browser.token, **fields}
    return sitting.browser.send("POST", address, data=data, files=sent, headers={"accept": "text/html"})


@pytest.mark.parametrize(
    ("content", "name", "pages"), [(pdf(pages=3), "三页.pdf", 3), (PNG, "截图.png", 1)], ids=["pdf", "picture"]
)
def test_a_file_is_looked_at_as_pictures_of_its_pages(sitting: Sitting, content: bytes, name: str, pages: int) -> None:
    address = filed(sitting, content, name)
    page = sitting.browser.get(f"{address}/view?page={pages}")
    assert page.status_code == 200
    assert faults(page.text) == []
    assert f'src="{address}/pages/{pages}" alt="{name}，第 {pages} 页，共 {pages} 页"' in page.text
    drawn = sitting.browser.get(f"{address}/pages/{pages}")
    assert drawn.headers["content-type"] == "image/png"
    assert drawn.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert drawn.headers["x-content-type-options"] == "nosniff"
    Image.open(io.BytesIO(drawn.content)).verify()
    assert drawn.content != content, "nobody's browser gets the file itself to look at"
    for missing in (0, pages + 1):
        assert sitting.browser.get(f"{address}/pages/{missing}").status_code == 404
    for odd in ("99", "0", "-1", "nonsense", "1e9", "٣", "9" * 5000):
        assert f'src="{address}/pages/1"' in sitting.browser.get(f"{address}/view?page={odd}").text
    assert sitting.browser.get(f"{address}/pages/nonsense").status_code in {404, 422}
    turns = page.text.count('rel="prev"') + page.text.count('rel="next"')
    assert turns == int(pages > 1)
    assert sitting.browser.get(address + "?preview=1").headers["content-disposition"].startswith("attachment")


def test_a_page_is_drawn_once(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    address = filed(sitting)
    first = sitting.browser.get(f"{address}/pages/1")
    monkeypatch.setattr(readers.Readers, "page", None)
    assert sitting.browser.get(f"{address}/pages/1").content == first.content


def test_what_has_no_pages_says_so_and_is_downloaded(sitting: Sitting) -> None:
    address = filed(sitting, DOCX, "说明.docx")
    page = sitting.browser.get(f"{address}/view")
    assert "不能在线预览，请下载查看" in page.text
    assert f'href="{address}" download' in page.text
    assert sitting.browser.get(f"{address}/pages/1").status_code == 404
    assert "这种格式不能在线预览" in sitting.get(PATH).text


def test_a_file_of_another_question_is_not_found_here(sitting: Sitting) -> None:
    address = filed(sitting)
    for end in ("", "/view", "/pages/1"):
        wrong = address.replace("credit.serious-list", "insurance.policies") + end
        assert sitting.browser.get(wrong).status_code == 404


def test_a_name_in_any_script_is_kept_in_the_download(sitting: Sitting) -> None:
    address = filed(sitting, name='证明 "一"; a=b.pdf'.replace('"', "“"))
    told = sitting.browser.get(address).headers["content-disposition"]
    assert told.startswith("attachment; filename*=utf-8''%E8%AF%81%E6%98%8E")
    assert told.isascii()


def test_what_is_said_of_a_file_is_changed_and_shown(sitting: Sitting) -> None:
    address = filed(sitting, pages="3-5")
    text = sitting.get(PATH).text
    assert "页码 3-5" in text
    assert f"{address}/view?page=3" in text, "it opens where one is to look"
    told = {"kind": "record", "issued": "2026-11-01", "pages": "第7页"}
    answer = sitting.browser.post(f"{address}/change", told)
    assert (answer.status_code, answer.headers["location"]) == (303, sitting.base + PATH)
    after = sitting.get(PATH).text
    assert "页码 第7页" in after
    assert "2026年11月1日" in after


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"kind": "nonsense"}, "kind", "请选择佐证材料的类型"),
        ({"issued": "昨天"}, "issued-on", "年-月-日"),
        ({"issued": "2027-01-01"}, "issued-on", "材料日期不能晚于今天"),
        ({"pages": "页" * 61}, "pages", "最多 60 个字"),
    ],
)
def test_what_does_not_fit_stands_at_its_field_with_what_was_typed(
    sitting: Sitting, changed: dict[str, str], field: str, message: str
) -> None:
    address = filed(sitting, pages="1")
    answer = sitting.browser.post(f"{address}/change", {"kind": "record", "issued": "", "pages": "1", **changed})
    assert answer.status_code == 422
    ((target, said),) = complaints(answer).items()
    assert (target, message in said) == (f"{field}-{address.rpartition('/')[2]}", True)
    assert f'id="{target}"' in answer.text
    assert all(f'value="{one}"' in answer.text for name, one in changed.items() if name != "kind")
    assert faults(answer.text) == []
    assert "页码 1" in sitting.get(PATH).text


def test_a_new_file_takes_the_old_ones_place(sitting: Sitting) -> None:
    address = filed(sitting, issued="2026-11-01")
    assert send(sitting, f"{address}/replace", PNG, "新.png", kind="record", pages="2").status_code == 303
    assert list(listed(sitting)) == ["新.png"]
    assert "页码 2" in sitting.get(PATH).text
    assert sitting.browser.get(address).content == PDF, "who rests on the old one still reads it"


@pytest.mark.parametrize(
    ("content", "message"), [(None, "请先选择文件"), (b"MZ" + bytes(99), "新.pdf：文件内容与扩展名不符")]
)
def test_a_new_file_that_is_refused_leaves_the_old_one(sitting: Sitting, content: bytes | None, message: str) -> None:
    address = filed(sitting)
    answer = send(sitting, f"{address}/replace", content, kind="record")
    assert answer.status_code == 422
    assert list(complaints(answer)) == [f"file-{address.rpartition('/')[2]}"]
    assert message in answer.text
    assert list(listed(sitting)) == ["凭证.pdf"]


def test_one_file_serves_another_question(sitting: Sitting) -> None:
    address = filed(sitting, issued="2026-11-01")
    offered = sitting.get(f"{POLICIES}/reuse")
    assert "本自评表" in offered.text
    assert "2026年11月1日" in offered.text
    assert faults(offered.text) == []
    nothing = sitting.post(f"{POLICIES}/reuse", {"kind": "policy"})
    assert complaints(nothing) == {"chosen": "请先选择文件。"}
    identity = address.rpartition("/")[2]
    wrong = sitting.post(f"{POLICIES}/reuse", {"kind": "record", "chosen": identity})
    assert complaints(wrong) == {"kind": "请选择佐证材料的类型。"}
    assert sitting.post(f"{POLICIES}/reuse", {"kind": "policy", "chosen": identity, "pages": "7"}).status_code == 303
    there = sitting.get(POLICIES).text
    assert "凭证.pdf" in there
    assert "页码 7" in there
    assert "还用于" in there
    assert f'href="{sitting.base}{POLICIES}"' in sitting.get(PATH).text
    assert "还没有可以用于本题的其他文件" in sitting.get(f"{POLICIES}/reuse").text
    for path in (LISTS, COVER):
        assert "佐证材料 1 份" in sitting.get(f"{path}").text


def test_a_foreign_file_is_not_there_to_be_used(sitting: Sitting) -> None:
    wrong = {"kind": "policy", "chosen": "00000000-0000-4000-8000-000000000000"}
    assert sitting.post(f"{POLICIES}/reuse", wrong).status_code == 404
    assert complaints(sitting.post(f"{POLICIES}/reuse", {"kind": "policy", "chosen": "nonsense"}))


def test_limits_are_stated_before_choosing(sitting: Sitting) -> None:
    text = sitting.get(PATH).text
    for words in (
        "每份不超过 20 MB",
        "每题最多 20 份",
        "最多 500 份、合计 2 GB",
        "PDF / JPG / PNG / DOCX / XLSX / OFD",
    ):
        assert words in text, words
    assert "不接受带密码、宏、脚本" in text


def test_an_infected_file_is_named_and_a_scanner_that_is_away_lets_nothing_in(sitting: Sitting, app: FastAPI) -> None:
    infected = pdf(objects=(f"<</Length {len(EICAR)}>>\nstream\n{EICAR.decode()}\nendstream",))
    with served(honest) as address:
        app.state.scanner = Scanner(address, timeout=5)
        assert "scanner" in sitting.browser.get("/readyz").json()["checks"]
        assert sitting.browser.get("/readyz").json()["checks"]["scanner"] is True
        answer = upload(sitting, "带毒.pdf", infected)
        assert "带毒.pdf：病毒扫描在文件中发现了“Eicar-Signature”" in answer.text
        assert upload(sitting, "干净.pdf", PDF).status_code == 303
    answer = upload(sitting, "查询.pdf", PDF)
    assert answer.status_code == 422
    assert "病毒扫描暂时不可用，文件没有保存，请稍后再试" in answer.text
    ready = sitting.browser.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]["scanner"]) == (503, False)
    assert list(listed(sitting)) == ["干净.pdf"]
    app.state.scanner = None
    assert "scanner" not in sitting.browser.get("/readyz").json()["checks"]


def test_a_file_the_drawing_gives_up_on_is_still_downloaded(
    sitting: Sitting, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = filed(sitting)
    monkeypatch.setattr(readers, "PROGRAM", ("-c", "raise SystemExit"))
    monkeypatch.setattr("assess.web.drawing.SHARED", readers.Readers(1))
    page = sitting.browser.get(f"{address}/view")
    assert "不能在线预览，请下载查看" in page.text
    assert sitting.browser.get(f"{address}/pages/1").status_code == 422
    storage: Storage = app.state.storage
    assert list(storage.keys())

"""What every request meets: headers, hosts, limits, tokens, errors in the visitor's language, silent logs."""

import json
import re
import shutil
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from assess import logs
from assess.accounts.models import Account, Membership, Organisation
from assess.assessments.models import Assessment
from assess.db import Database
from assess.web import assets, middleware
from assess.web.security import CSP
from tests.factories.accounts import PASSWORD
from tests.factories.assessments import make_assessment
from tests.house.test_routes import routes
from tests.web.browsing import HTML, Browser

PAGES = ["/", "/start", "/sign-in", "/register", "/privacy", "/about", "/assessments", "/organisation", "/nowhere"]
UNSAFE = [route.path for method, _path, route in routes() if method == "POST" and "/api/" not in _path]


@pytest.fixture
def own(database: Database, lead: Account) -> uuid.UUID:
    """Give an assessment of the lead's organisation."""
    with database.write() as session:
        organisation = session.scalars(
            select(Organisation).join(Membership).where(Membership.account_id == lead.id)
        ).one()
        made = make_assessment(session, organisation).id
        session.commit()
    return made


@pytest.mark.parametrize("path", [*PAGES, "/healthz", "/favicon.ico", "/static/x/y.css"])
def test_every_answer_carries_the_headers(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.headers["content-security-policy"] == CSP
    assert "unsafe-inline" not in CSP
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])


@pytest.mark.parametrize("path", PAGES)
def test_no_page_brings_inline_code_or_foreign_things(browser: Browser, path: str) -> None:
    page = browser.get(path).text
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)


def test_the_session_cookie_is_out_of_reach(browser: Browser) -> None:
    cookie = browser.get("/sign-in").headers["set-cookie"]
    assert re.fullmatch(r"assess=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800", cookie)


def test_assets_are_kept_for_ever_under_their_hash(browser: Browser) -> None:
    plain = browser.get(assets.url("css/base.css"), **{"accept-encoding": "identity"})
    packed = browser.get(assets.url("css/base.css"), **{"accept-encoding": "gzip"})
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.content == packed.content == assets.assets()["css/base.css"].body
    assert browser.get("/static/000000000000/css/base.css").status_code == 404


def test_a_page_with_all_its_assets_stays_small(browser: Browser) -> None:
    browser.consent()
    page = browser.get("/start/questions").text
    names = re.findall(r'(?:src|href)="/static/[0-9a-f]+/([^"]+)"', page)
    assert "css/base.css" in names
    assert len(page.encode()) + sum(len(assets.assets()[name].packed) for name in set(names)) < 150_000


def test_another_host_is_refused(browser: Browser) -> None:
    assert browser.get("/", host="evil.example").status_code == 400


# A long body: whoever may not send one is refused before it is read, as if there was nothing there; and a provider that
# is not set up has no address.
UNREAD = {"/listings", "/organisations/import", "/account/oidc/unlink"}


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_no_unsafe_request_passes_without_its_token(
    lead_browser: Browser, database: Database, own: uuid.UUID, token: str | None
) -> None:
    passed = [path for path in UNSAFE if not _is_refused(lead_browser, own, path, token)]
    assert passed == []
    with database.read() as session:
        assert session.scalars(select(Assessment.revision)).one() == 1


def _is_refused(browser: Browser, own: uuid.UUID, path: str, token: str | None) -> bool:
    """Send a form without the right token; one browser asks them all, for a service a route would take minutes."""
    address = re.sub(r"\{(\w+)\}", lambda part: str(own) if part[1] == "assessment_id" else str(uuid.uuid4()), path)
    data = {} if token is None else {"csrf_token": token}
    answer = browser.send("POST", address, data=data, headers=HTML)
    told = any(words in answer.text for words in ("没有进行此操作的权限", "过期", "没有找到这个页面"))
    return told and answer.status_code == (404 if path in UNREAD else 403)


def test_a_guests_token_of_another_session_is_refused(browser: Browser, lead: Account) -> None:
    browser.get("/sign-in")
    foreign = browser.token
    browser.client.cookies.clear()
    browser.get("/sign-in")
    data = {"csrf_token": foreign, "login": lead.login, "password": PASSWORD}
    assert browser.send("POST", "/sign-in", data=data, headers=HTML).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/nowhere", 404, "没有找到这个页面"),
        ("DELETE", "/start", 405, "请求方式不对"),
        ("GET", "/session/extend", 405, "请求方式不对"),
    ],
)
def test_errors_are_pages_in_chinese_and_english(
    browser: Browser, method: str, path: str, status: int, words: str
) -> None:
    answer = browser.send(method, path, headers=HTML)
    assert answer.status_code == status
    assert words in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert '<html lang="en">' in browser.send(method, f"{path}?lang=en", headers=HTML).text


def test_an_error_is_json_where_json_is_asked_for(browser: Browser) -> None:
    answer = browser.send("GET", "/nowhere", headers={"accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["message"] == "没有找到这个页面"


def test_an_impossible_id_is_not_there(lead_browser: Browser) -> None:
    assert lead_browser.get("/assessments/not-an-id").status_code == 404


def test_a_missing_and_a_foreign_assessment_answer_alike(lead_browser: Browser, database: Database) -> None:
    with database.write() as session:
        foreign = make_assessment(session).id
        session.commit()
    first, second = lead_browser.get(f"/assessments/{foreign}"), lead_browser.get(f"/assessments/{uuid.uuid4()}")
    assert first.status_code == second.status_code == 404
    assert _same(first.text, str(foreign)) == _same(second.text, str(second.request.url.path.split("/")[-1]))


def _same(page: str, own: str) -> str:
    return re.sub(r"错误编号：\w+", "", page).replace(own, "")


def test_a_body_beyond_the_limit_is_refused_when_it_says_so(browser: Browser) -> None:
    browser.get("/sign-in")
    answer = browser.post("/sign-in", {"login": "x" * (middleware.FORM_LIMIT + 1)})
    assert answer.status_code == 413
    assert "提交的内容过大" in answer.text


def test_a_body_beyond_the_limit_is_refused_while_it_arrives(browser: Browser) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(middleware.FORM_LIMIT // 10_000 + 1):
            yield b"x" * 10_000

    headers = HTML | {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.send("POST", "/sign-in", content=pieces(), headers=headers)
    assert answer.status_code == 413


def test_only_evidence_may_be_larger() -> None:
    upload = middleware.UPLOAD_PATH
    assert upload.match(f"/assessments/{uuid.uuid4()}/evidence/credit.serious-list")
    assert not upload.match("/start/evidence")


def test_a_failing_commit_is_a_500_and_not_a_success(browser: Browser) -> None:
    browser.get("/start")

    def fail(_session: Session) -> None:
        raise RuntimeError("secret words of the answer")

    event.listen(Session, "before_commit", fail)
    try:
        answer = browser.post("/start", {"consent": "yes"})
    finally:
        event.remove(Session, "before_commit", fail)
    assert answer.status_code == 500
    assert "服务出现故障" in answer.text
    assert answer.headers["content-security-policy"] == CSP
    assert "secret words" not in answer.text


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """Give what structlog handed to the log, before it is written as JSON."""
    return [record.msg for record in caplog.records if isinstance(record.msg, dict)]


def test_a_crash_is_logged_by_place_and_never_by_message(
    app: FastAPI, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    async def crash() -> None:
        raise ValueError("张三的回答")

    app.add_api_route("/crash", crash)
    answer = browser.get("/crash?q=secret-query")
    line = logged(caplog)[-1]
    assert answer.status_code == 500
    assert (line["event"], line["error"], line["route"]) == ("crash", "ValueError", "/crash")
    assert line["request_id"] == answer.headers["x-request-id"]
    assert "张三" not in str(line)
    assert "secret-query" not in str(line)


def test_a_request_is_logged_without_query_body_or_id(
    browser: Browser, own: uuid.UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("info")
    browser.get(f"/assessments/{own}?q=secret-query")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    line = next(one for one in lines if one["event"] == "request")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/assessments/{assessment_id}", 303)
    assert str(own) not in str(line)
    assert "secret-query" not in str(line)


def test_the_readiness_names_every_check(browser: Browser) -> None:
    ready = browser.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {
        "status": "ok",
        "checks": dict.fromkeys(("database", "migrations", "storage", "font", "harfbuzz-subset"), True),
    }


def test_the_readiness_fails_with_what_is_missing(app: FastAPI, browser: Browser) -> None:
    shutil.rmtree(app.state.settings.storage_path)
    app.state.settings.storage_path.write_text("a file where the folder should be")
    ready = browser.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["checks"]["storage"] is False


def test_the_language_is_chosen_and_kept(browser: Browser) -> None:
    assert '<html lang="zh-Hans">' in browser.get("/", **{"accept-language": "en-US"}).text, "Chinese comes first"
    chosen: httpx.Response = browser.get("/about?lang=en")
    assert '<html lang="en">' in chosen.text
    assert '<html lang="en">' in browser.get("/").text
    assert '<html lang="zh-Hans">' in browser.get("/?lang=zh").text
    assert '<html lang="zh-Hans">' in browser.get("/?lang=xx").text


def test_the_language_link_keeps_page_and_question(browser: Browser) -> None:
    assert 'href="/about?x=1&amp;lang=en"' in browser.get("/about?x=1&lang=zh").text


def test_a_head_request_gets_the_head_alone(browser: Browser) -> None:
    answer = browser.send("HEAD", "/about", headers=HTML)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 1000

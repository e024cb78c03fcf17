"""The administrator's catalogue in the browser: looked at, published, retired; nobody else knows it is there."""

import dataclasses
import errno
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from assess.access.roles import Role
from assess.accounts.models import Account
from assess.assessments.workflow import Status
from assess.audit.models import AuditEvent
from assess.checklists import queries
from assess.checklists.loader import ContentError, Problem, publishing
from assess.checklists.models import ChecklistVersion
from assess.config import Settings
from assess.db import Database
from tests.conftest import CountQueries
from tests.factories.accounts import PASSWORD, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import DATA, KEY, published, register_version
from tests.web.browsing import Browser, complaints
from tests.web.conftest import Browsers
from tests.web.markup import faults

HOME = f"/catalogue/{KEY}"
OLD, NEW = f"{HOME}/1.0.0", f"{HOME}/1.1.0"
SHA256 = re.compile(r'name="sha256" value="([0-9a-f]{64})"')
LONG_AGO, LONG_HENCE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
REASON = "第二条读错，改用 1.1.0"


def pages(new: str = NEW) -> list[str]:
    """Give every page there is to look at."""
    seen = [f"{OLD}{part}" for part in ("", "/measure", "/sections/1", "/assessments", "/diff", "/retire")]
    return ["/catalogue", *seen, *(f"{new}{part}" for part in ("", "/measure", "/sections/2", "/diff", "/publish"))]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a content folder with a draft that asks something anew and has one item less under its points."""
    folder = Path(shutil.copytree(DATA, tmp_path / "content"))
    old = (folder / KEY / "1.0.0.yaml").read_text(encoding="utf-8")
    new = old.replace("version: 1.0.0", "version: 1.1.0").replace("管理制度与培训", "制度与培训")
    new = new.replace("key: serious-list\n              revision: 1", "key: serious-list\n              revision: 2")
    (folder / KEY / "1.1.0.yaml").write_text(new, encoding="utf-8")
    return folder


@pytest.fixture
def settings(settings: Settings, content: Path) -> Settings:
    return dataclasses.replace(settings, checklists_path=content)


def signed_in(browser: Browser, database: Database, role: Role) -> Browser:
    """Sign somebody in."""
    with database.write() as session:
        account = make_account(session, make_organisation(session, name="某单位", operator=True), role, name="孙丽")
        session.commit()
        login = account.login
    assert browser.sign_in(login, PASSWORD).status_code == 303
    return browser


@pytest.fixture
def admin(browser: Browser, database: Database) -> Browser:
    return signed_in(browser, database, Role.ADMINISTRATOR)


def stored(database: Database) -> dict[str, ChecklistVersion]:
    """Give what is registered, by number."""
    with database.read() as session:
        found = {version.version: version for version in queries.versions(session, KEY)}
        session.expunge_all()
        return found


def events(database: Database) -> list[str]:
    with database.read() as session:
        wanted = select(AuditEvent.action).where(AuditEvent.action.like("checklist.%")).order_by(AuditEvent.seq)
        return list(session.scalars(wanted))


def publish(admin: Browser, **changes: str) -> httpx.Response:
    """Look at the confirmation and send it."""
    found = SHA256.findall(admin.get(f"{NEW}/publish").text)
    return admin.post(f"{NEW}/publish", {"sha256": found[0] if found else "", **changes})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_sound(admin: Browser, language: str) -> None:
    for path in pages():
        page = admin.get(f"{path}?lang={language}")
        assert page.status_code == 200, path
        assert faults(page.text) == [], path


@pytest.mark.parametrize("role", [Role.LEAD, Role.RESPONDENT, Role.REVIEWER])
def test_to_anybody_else_the_catalogue_does_not_exist(browser: Browser, database: Database, role: Role) -> None:
    signed_in(browser, database, role)
    missing = plain(browser.get("/nowhere"))
    for path in pages():
        page = browser.get(path)
        assert (page.status_code, plain(page)) == (404, missing), path
    browser.get("/assessments")  # for its token
    for path in (f"{NEW}/publish", f"{OLD}/retire", f"{OLD}/restore"):
        assert browser.post(path, {"reason": REASON}).status_code == 404
    assert events(database) == []


def test_to_a_guest_the_catalogue_does_not_exist(browser: Browser) -> None:
    for path in pages():
        assert browser.get(path).status_code == 404
    assert "/catalogue" not in browser.get("/").text


def plain(page: httpx.Response) -> str:
    """Give a page without what differs from request to request: its number and its own address."""
    return re.sub(r'[0-9a-f]{16}|href="/[^"]*\?[^"]*lang=[^"]*"', "", page.text)


@pytest.mark.parametrize(
    "path",
    [
        f"{HOME}/9.9.9", f"{HOME}/..%2F1.0.0", "/catalogue/none-2020/enterprise/1.0.0", f"{OLD}/sections/0",
        f"{OLD}/sections/3", f"{OLD}/sections/x", f"{OLD}/sections/٣", f"{OLD}/assessments?page=2",
        f"{OLD}/assessments?page=0", f"{NEW}/assessments", f"{NEW}/diff?with=1.1.0", f"{NEW}/diff?with=7.0.0",
        f"{NEW}/retire", f"{NEW}/restore",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(admin: Browser, path: str) -> None:
    assert admin.get(path).status_code == 404


def test_the_list_shows_state_items_and_use(admin: Browser, database: Database) -> None:
    with database.write() as session:
        make_assessment(session, status=Status.SUBMITTED)
        make_assessment(session)
        make_assessment(session)
        make_assessment(session, guest_key=b"a" * 32, now=LONG_AGO)
        make_assessment(session, guest_key=b"b" * 32, now=LONG_HENCE)
        session.commit()
    page = admin.get("/catalogue").text
    assert page.count('href="/catalogue"') == 1  # in the header; the breadcrumb is the page itself
    old = cells(page, OLD)
    assert old[:6] == ["已发布", "2026年11月1日", "2／1", "2", "1", "1"]
    assert old[6] == stored(database)["1.0.0"].sha256[:12]
    assert cells(page, NEW)[:3] == ["草稿", "–", "2／1"]


def cells(page: str, address: str) -> list[str]:
    """Give the cells of a version's row."""
    row = page.partition(f'<a href="{address}">')[2].partition("</tr>")[0]
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    ]


def test_a_version_tells_its_rules_in_words(admin: Browser) -> None:
    outline = admin.get(NEW).text
    assert f'href="{NEW}/sections/1#item-serious-list"' in outline
    assert "检查通过" in outline
    page = admin.get(f"{NEW}/sections/2").text
    for words in ("海外侵权责任险", "单位角色含“出口企业”", "必须：", "至少 1 份", "insurance.policies", "询价投保。"):
        assert words in page
    assert f'href="{NEW}/measure#clause-2"' in page
    assert "等级定为C" in admin.get(f"{NEW}/sections/1").text


def test_the_diff_names_what_changed_and_what_it_means(admin: Browser, database: Database) -> None:
    with database.write() as session:
        make_assessment(session)
        session.commit()
    page = admin.get(f"{NEW}/diff").text
    assert "版本对比：1.0.0 → 1.1.0" in page
    assert page.index('id="item-meaning-changed"') < page.index('id="item-reworded"')
    assert "<del>管理制度与培训</del>" in page
    assert "<ins>制度与培训</ins>" in page
    assert "旧版本上有 1 份正在填报" in page
    assert "答案沿用：5 题" in page
    assert admin.get(f"{OLD}/diff?with=1.1.0").text.count("1.0.0 → 1.1.0") == 1
    assert "这是第一个版本" in admin.get(f"{OLD}/diff").text


def test_publishing_freezes_registers_and_records(admin: Browser, database: Database, content: Path) -> None:
    shown = admin.get(f"{NEW}/publish").text
    assert "没有发现问题" in shown
    assert "评价要点</strong>" in shown
    answer = publish(admin)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{NEW}?done=published")
    assert (content / KEY / "1.1.0.json").is_file()
    assert set(stored(database)) == {"1.0.0", "1.1.0"}
    assert events(database) == ["checklist.published"]
    page = admin.get(answer.headers["location"]).text
    assert "这个版本从现在起用于新的自评" in page
    assert "孙丽" in page.partition('id="history"')[2]
    assert faults(page) == []
    assert "企业 1.1.0 版" in admin.get("/measures").text


def test_publishing_again_is_a_conflict(admin: Browser, database: Database) -> None:
    assert publish(admin).status_code == 303
    again = admin.post(f"{NEW}/publish", {"sha256": "0" * 64})
    assert again.status_code == 409
    assert "已发布；如需修改，请使用新的版本号" in again.text
    assert admin.get(f"{NEW}/publish").status_code == 409
    assert events(database) == ["checklist.published"]


def test_a_draft_that_changed_meanwhile_is_shown_again(admin: Browser, database: Database, content: Path) -> None:
    sha256 = SHA256.findall(admin.get(f"{NEW}/publish").text)[0]
    draft = content / KEY / "1.1.0.yaml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("制度与培训", "制度和培训"), encoding="utf-8")
    answer = admin.post(f"{NEW}/publish", {"sha256": sha256})
    assert answer.status_code == 409
    assert complaints(answer) == {"publish": "草稿在您查看期间有改动，请重新核对后再发布。"}
    assert faults(answer.text) == []
    assert set(stored(database)) == {"1.0.0"}
    assert not draft.with_suffix(".json").exists()


def test_a_draft_with_faults_is_not_published(admin: Browser, database: Database, content: Path) -> None:
    draft = content / KEY / "1.1.0.yaml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("points: 6", "points: 5", 1), encoding="utf-8")
    for path in (NEW, f"{NEW}/publish"):
        page = admin.get(path)
        assert page.status_code == 200
        assert re.search(r"1\.1\.0\.yaml:\d+:\S+", page.text), path
        assert 'href="' + NEW + '/publish"' not in page.text
        assert faults(page.text) == [], path
    assert "处问题" in admin.get("/catalogue").text
    assert admin.post(f"{NEW}/publish", {"sha256": "0" * 64}).status_code == 422
    assert set(stored(database)) == {"1.0.0"}


def test_a_draft_that_cannot_be_read_still_has_a_page(admin: Browser, content: Path) -> None:
    (content / KEY / "1.1.0.yaml").write_text("form: {", encoding="utf-8")
    for path in ("/catalogue", NEW, f"{NEW}/diff", f"{NEW}/publish"):
        page = admin.get(path)
        assert (page.status_code, faults(page.text)) == (200, []), path
    assert "无法对比" in admin.get(f"{NEW}/diff").text
    assert admin.get(f"{NEW}/sections/1").status_code == 404
    assert admin.get(f"{NEW}/measure").status_code == 404


def test_a_folder_that_cannot_be_written_names_the_command(
    admin: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(publishing, "_write_new", refuse)
    answer = publish(admin)
    assert answer.status_code == 409
    assert f"assess checklists publish {KEY} 1.1.0" in complaints(answer)["publish"]
    assert set(stored(database)) == {"1.0.0"}
    assert events(database) == []


def test_somebody_else_who_was_faster_is_a_conflict(
    admin: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_given: object) -> None:
        raise ContentError([Problem("1.1.0.json", 0, "", "content.published-already")])

    monkeypatch.setattr(publishing, "_write_new", late)
    answer = publish(admin)
    assert answer.status_code == 409
    assert "1.1.0.json" in complaints(answer)["publish"]
    assert set(stored(database)) == {"1.0.0"}


def test_somebody_else_who_registered_meanwhile_is_a_conflict(
    admin: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze = publishing.__dict__["add_lock"]

    def slow(root: Path, name: str, sha256: str) -> None:
        freeze(root, name, sha256)
        with database.write() as session:  # no write lock is held while a draft is checked and frozen
            register_version(session, published(), "1.1.0")
            session.commit()

    monkeypatch.setattr(publishing, "add_lock", slow)
    answer = publish(admin)
    assert answer.status_code == 409
    assert "已发布" in complaints(answer)["publish"]
    assert events(database) == []


def test_retiring_wants_a_reason_and_can_be_undone(admin: Browser, database: Database) -> None:
    assert "这份自评表不再提供给新的用户" in admin.get(f"{OLD}/retire").text
    silent = admin.post(f"{OLD}/retire", {"reason": "  "})
    assert (silent.status_code, complaints(silent)) == (422, {"reason": "请写明理由，以便日后查对。"})
    assert faults(silent.text) == []
    unseen = admin.post(f"{OLD}/retire", {"reason": "\u200b\u2060 \ufeff"})
    assert (unseen.status_code, complaints(unseen)) == (422, {"reason": "请写明理由，以便日后查对。"})
    for hidden in ("\0", "数据\0有误", "\x1b[31m有误"):
        assert admin.post(f"{OLD}/retire", {"reason": hidden}).status_code == 422
    assert admin.post(f"{OLD}/retire", {"reason": "字" * 301}).status_code == 422
    assert stored(database)["1.0.0"].retired_at is None
    done = admin.post(f"{OLD}/retire", {"reason": REASON})
    assert (done.status_code, done.headers["location"]) == (303, f"{OLD}?done=retired")
    assert stored(database)["1.0.0"].retired_at is not None
    page = admin.get(done.headers["location"]).text
    assert f"理由：{REASON}" in page
    assert "已停用" in page
    assert admin.get(f"{OLD}/retire").status_code == 409
    assert admin.post(f"{OLD}/retire", {"reason": REASON}).status_code == 409
    back = admin.post(f"{OLD}/restore", {"reason": "看错了"})
    assert back.headers["location"] == f"{OLD}?done=restored"
    assert stored(database)["1.0.0"].retired_at is None
    assert admin.get(f"{OLD}/restore").status_code == 409
    assert events(database) == ["checklist.retired", "checklist.restored"]


def test_the_language_button_keeps_the_reason(admin: Browser, database: Database) -> None:
    admin.get(f"{OLD}/retire")
    page = admin.post(f"{OLD}/retire", {"reason": REASON, "lang": "en"})
    assert page.status_code == 200
    assert f'value="{REASON}"' in page.text
    assert '<html lang="en">' in page.text
    assert stored(database)["1.0.0"].retired_at is None


def test_without_the_token_of_the_page_nothing_happens(admin: Browser, database: Database) -> None:
    admin.get(f"{OLD}/retire")
    assert admin.post(f"{OLD}/retire", {"reason": REASON, "csrf_token": "x"}).status_code == 403
    assert admin.post(f"{NEW}/publish", {"sha256": "0" * 64, "csrf_token": "x"}).status_code == 403
    assert events(database) == []


def test_users_are_named_without_answers(admin: Browser, database: Database) -> None:
    with database.write() as session:
        make_assessment(session, make_organisation(session, name="乙公司<b>"), status=Status.SUBMITTED)
        session.commit()
    page = admin.get(f"{OLD}/assessments").text
    row = page.partition("乙公司&lt;b&gt;")[2].partition("</tr>")[0]
    assert "已提交" in row
    assert "兰山区" in row
    assert "/assessments/" not in row
    assert "还没有单位使用这个版本" not in page


def test_how_many_queries_does_not_depend_on_how_much_there_is(
    admin: Browser, database: Database, count_queries: CountQueries
) -> None:
    admin.app.state.runner.stop()  # it looks for jobs all the time

    def spent() -> list[int]:
        return [min(once(path) for _ in range(2)) for path in pages()]

    def once(path: str) -> int:
        """Count one look; a first one may ask more."""
        with count_queries() as statements:
            assert admin.get(path).status_code == 200
        return len(statements)

    spent()
    few = spent()
    with database.write() as session:
        for number in range(2, 9):
            register_version(session, published(), f"2.{number}.0")
            make_assessment(session)
        session.commit()
    spent()
    assert spent() == few
    assert max(few) <= 6  # a page that shows whose forms use a version leaves a trace of its reader


def test_the_administrator_finds_the_way(admin: Browser, browsers: Browsers, lead: Account) -> None:
    assert 'href="/catalogue"' in admin.get("/assessments").text
    other = browsers()
    other.sign_in(lead.login, PASSWORD)
    assert 'href="/catalogue"' not in other.get("/assessments").text

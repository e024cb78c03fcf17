"""Anyone who holds a report asks by its code: what its cover says is confirmed, and nothing else."""

import dataclasses
import hashlib
import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, update

from assess import clock
from assess.accounts import throttle
from assess.accounts.models import Attempt
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.db import Database
from assess.jobs.models import Job
from assess.reports import confirming, operations
from assess.reports.models import Report, ReportFormat, ReportStatus
from assess.reports.parts import ReportContent, State
from assess.reports.seals import spaced
from assess.reviews.models import Publication
from tests.conftest import CountQueries
from tests.factories.assessments import make_assessment
from tests.factories.reviews import Scene
from tests.reports.samples import GAPPY, ORGANISATION, report
from tests.web.browsing import Browser
from tests.web.markup import faults

GUEST = b"g" * 32
FILE = b"%PDF-1.7 as it was made"
SHA256 = hashlib.sha256(FILE).hexdigest()
MEDIANS = [{"dial": "duty", "title": "合规得分", "final": "71.5", "full": "100", "reviewed": None}]


@dataclasses.dataclass
class Desk:
    """Stores reports as the service does, without laying them out."""

    database: Database

    def keep(self, told: ReportContent, **columns: object) -> Report:
        """Store a report with its file; `columns` are what is to be otherwise."""
        with self.database.write() as session:
            about = make_assessment(session, guest_key=GUEST if told.state == "trial" else None)
            kept = operations.request_report(
                session, content=told, assessment_id=about.id, submission_id=None, now=clock.now()
            )
            ready(kept)
            session.execute(delete(Job))  # nobody makes it anew meanwhile
            for name, value in columns.items():
                setattr(kept, name, value)
            session.commit()
            session.refresh(kept)
            session.expunge(kept)
        return kept

    def keep_roll_up(self, total: str, handed_in: str) -> str:
        """Store a roll-up of so many organisations, and how many of them handed in; returns its code."""
        with self.database.write() as session:
            campaign_id = Scene(session, now=clock.now()).campaign.id
            session.commit()
        kept = self.keep(report(state="submitted"))
        told = {**(kept.confirms or {}), "kind": "district", "state": "final", "grade": None, "scores": MEDIANS}
        counted = {"total": total, "handed_in": handed_in}
        with self.database.write() as session:
            session.execute(update(Report).values(campaign_id=campaign_id, confirms={**told, "organisations": counted}))
            session.commit()
        return kept.code


def ready(kept: Report, sha256: str = SHA256) -> None:
    kept.status, kept.file_key, kept.size, kept.content = ReportStatus.READY, sha256, 600_000, None
    kept.finished_at = datetime(2026, 11, 22, 16, 30, tzinfo=clock.now().tzinfo)


@pytest.fixture
def desk(database: Database, browser: Browser) -> Desk:
    del browser  # the application runs
    return Desk(database)


def said(page: str) -> str:
    """Give the words of a page's own part."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def test_a_submitted_report_is_confirmed_in_the_figures_it_prints(desk: Desk, browser: Browser) -> None:
    content = report(state="submitted")
    kept = desk.keep(content)
    answer = browser.get(f"/verify/{kept.code}")
    words = said(answer.text)
    assert (answer.status_code, answer.headers["x-robots-tag"]) == (200, "noindex, nofollow, noarchive")
    assert 'name="robots" content="noindex' in answer.text
    for expected in (
        "本服务生成过这份报告",
        spaced(kept.code),
        "已提交",
        ORGANISATION,
        content.identity.title,
        content.identity.checklist,
        content.identity.measure,
        "1.0.0",
        "2026年11月22日",
        "ZP-20261122-7K3F9Q",
        "2026年11月23日 00:30",  # half past four in the afternoon in London is tomorrow here
        kept.template_version,
        kept.content_hash,
        SHA256,
    ):
        assert expected in words
    for dial in content.summary.dials:
        assert f"{dial.title} {dial.final} {dial.full}" in words
    assert content.summary.grade.letter is None or f"等级 {content.summary.grade.letter}" in words
    assert "set-cookie" not in answer.headers


def test_nothing_of_the_answers_the_gaps_and_the_people_is_said(desk: Desk, browser: Browser) -> None:
    content = report(GAPPY, state="submitted")
    words = said(browser.get(f"/verify/{desk.keep(content).code}").text)
    secrets = [pair.value for group in content.answers for pair in group.lines if len(pair.value) > 1]
    secrets += [pair.label for group in content.answers for pair in group.lines]
    secrets += [gap.title for gap in (*content.gaps, *content.opportunities)]
    secrets += [line.name for line in content.evidence]
    secrets += ["王样例", "91371300MA3TEST00X"]
    assert len(secrets) > 12
    assert [one for one in secrets if one in words and one not in plain_of_cover(content)] == []


def plain_of_cover(content: ReportContent) -> str:
    """Give what is confirmed: a one-word answer may stand in it by chance."""
    return str(confirming.confirms(content))


STATES: tuple[tuple[State, str, str], ...] = (
    ("draft", "草稿", "还没有提交"),
    ("trial", "试填", "不能作为证明"),
    ("submitted", "已提交", "没有公布的复核结论"),
)


def test_every_state_is_told_in_words(desk: Desk, browser: Browser) -> None:
    for state, word, hint in STATES:
        words = said(browser.get(f"/verify/{desk.keep(report(state=state)).code}").text)
        assert word in words
        assert hint in words


def test_what_reviewers_alone_may_know_is_not_told(desk: Desk, browser: Browser) -> None:
    kept = desk.keep(report(state="submitted"), for_reviewers=True)
    words = said(browser.get(f"/verify/{kept.code}").text)
    assert "复核人员内部使用的过程稿" in words
    assert SHA256 in words
    for hidden in (ORGANISATION, "ZP-20261122-7K3F9Q", "样例", "52.5", "等级"):
        assert hidden not in words


def test_an_old_report_of_which_nothing_was_kept_is_confirmed_by_its_hash(desk: Desk, browser: Browser) -> None:
    kept = desk.keep(report(state="submitted"), confirms=None)
    words = said(browser.get(f"/verify/{kept.code}").text)
    assert "这里只确认文件" in words
    assert SHA256 in words
    assert ORGANISATION not in words


def test_a_report_without_a_file_says_so(desk: Desk, browser: Browser) -> None:
    states = {ReportStatus.QUEUED: "正在生成", ReportStatus.RENDERING: "正在生成", ReportStatus.FAILED: "没有生成成功"}
    for number, (status, word) in enumerate(states.items()):
        content = report(organisation=f"第{number}家公司")
        kept = desk.keep(content, status=status, file_key=None, size=None, content="{}")
        page = browser.get(f"/verify/{kept.code}").text
        assert word in said(page)
        assert 'type="file"' not in page


def test_formats_of_one_report_are_listed_together_and_compared(desk: Desk, browser: Browser) -> None:
    kept = desk.keep(report(state="submitted"))
    other = hashlib.sha256(b"PK").hexdigest()
    with desk.database.write() as session:
        more = operations.request_report(
            session,
            content=report(state="submitted"),
            assessment_id=kept.assessment_id,
            submission_id=None,
            now=clock.now(),
            format="xlsx",
        )
        ready(more, other)
        assert (more.code, more.format) == (kept.code, ReportFormat.XLSX)
        session.commit()
    words = said(browser.get(f"/verify/{kept.code}").text)
    assert words.index("PDF") < words.index(SHA256) < words.index("Excel") < words.index(other)
    assert words.count("本服务生成过这份报告") == 1
    assert "校验值与上面的 Excel 文件相同" in said(browser.get(f"/verify/{kept.code}?sha256={other.upper()}").text)
    wrong = said(browser.get(f"/verify/{kept.code}?sha256={'0' * 64}").text)
    assert "校验值与上面任何一个文件都不同" in wrong
    unreadable = browser.get(f"/verify/{kept.code}?sha256=abc")
    assert unreadable.status_code == 422
    assert "SHA-256 是 64 位" in said(unreadable.text)


def test_two_reports_with_one_code_are_told_apart_by_their_hashes(desk: Desk, browser: Browser) -> None:
    first = desk.keep(report(state="submitted"))
    second = desk.keep(report(state="submitted", organisation="另一家有限公司"), code=first.code)
    words = said(browser.get(f"/verify/{first.code}").text)
    assert "有 2 份报告的核验码相同" in words
    for expected in (ORGANISATION, "另一家有限公司", first.content_hash, second.content_hash):
        assert expected in words


def test_trials_that_say_the_same_share_a_page(desk: Desk, browser: Browser) -> None:
    codes = {desk.keep(report(state="trial")).code for _ in range(2)}
    assert len(codes) == 1
    assert said(browser.get(f"/verify/{codes.pop()}").text).count(SHA256) == 1


def test_a_report_that_is_gone_is_unknown_as_if_it_had_never_been(desk: Desk, browser: Browser) -> None:
    kept = desk.keep(report(state="submitted"))
    before = browser.get(f"/verify/{kept.code}")
    with desk.database.write() as session:
        session.execute(delete(Report).where(Report.id == kept.id))
        session.commit()
    after, never = browser.get(f"/verify/{kept.code}"), browser.get("/verify/000000000000")
    assert (before.status_code, after.status_code, never.status_code) == (200, 404, 404)
    assert said(after.text).replace(spaced(kept.code), "0000-0000-0000") == said(never.text)
    for reason in ("没有查到这份报告", "核验码输错了", "试填的数据到期即删除", "按保存期限或者应单位的要求删除"):
        assert reason in said(never.text)


def test_a_withdrawn_self_assessment_says_so(desk: Desk, browser: Browser) -> None:
    kept = desk.keep(report(state="submitted"))
    with desk.database.write() as session:
        session.execute(update(Assessment).where(Assessment.id == kept.assessment_id).values(status=Status.WITHDRAWN))
        session.commit()
    assert "单位已经撤回这份自评" in said(browser.get(f"/verify/{kept.code}").text)


def test_the_first_report_points_at_the_decided_one_without_its_figures(desk: Desk, browser: Browser) -> None:
    with desk.database.write() as session:
        scene = Scene(session, now=clock.now())
        decision = scene.decided()
        of = Submission.id == decision.submission_id
        first, second = (operations.told(session, of, what, "zh", scene.now) for what in (None, decision))
        ready(first)
        ready(second, "ab" * 32)
        session.execute(delete(Publication))
        session.execute(delete(Job))
        session.commit()
        codes = first.code, second.code
        made = Publication(decision_id=decision.id, by=None, at=scene.now, appeal_until=scene.now)
    assert "审定后的报告" not in said(browser.get(f"/verify/{codes[0]}").text)
    with desk.database.write() as session:
        session.add(made)
        session.commit()
    old, new = (said(browser.get(f"/verify/{code}").text) for code in codes)
    assert ("已提交" in old, "已审定" in new) == (True, True)
    assert ("复核得分" in old, "复核得分" in new) == (False, True)
    assert ("审定后的报告" in old, "审定后的报告" in new) == (True, False)


def test_a_code_is_read_however_it_is_typed(desk: Desk, browser: Browser) -> None:
    code = desk.keep(report()).code
    wide = spaced(code).translate({at: at + 0xFEE0 for at in range(0x21, 0x7F)})
    for typed in (code.lower(), f" {spaced(code)} ", wide, f"https://assess.example/verify/{code}"):
        answer = browser.send("GET", "/verify", params={"code": typed})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/verify/{code}")
    answer = browser.get(f"/verify/{spaced(code).lower()}?sha256=ff")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/verify/{code}?sha256=ff")


def test_what_is_no_code_is_asked_for_again(browser: Browser) -> None:
    for address, status, words in (
        ("/verify", 200, "输入报告封面和页脚上的核验码"),
        ("/verify?code=", 422, "请输入核验码"),
        ("/verify?code=123", 422, "请输入 12 位核验码"),
        ("/verify/123", 404, "核验码是 12 位数字和字母"),
        ("/verify?code=" + "7" * 500, 422, "请输入 12 位核验码"),
    ):
        answer = browser.get(address)
        assert answer.status_code == status
        assert words in said(answer.text)
        assert "120 次" in said(answer.text)


def test_an_address_may_ask_so_often_whatever_the_answers(
    desk: Desk, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert throttle.VERIFY_BY_ADDRESS.most == 120
    monkeypatch.setattr(throttle, "VERIFY_BY_ADDRESS", dataclasses.replace(throttle.VERIFY_BY_ADDRESS, most=3))
    code = desk.keep(report()).code
    asked = [browser.get(f"/verify/{one}").status_code for one in (code, "000000000000", code, code, "000000000000")]
    assert asked == [200, 404, 200, 429, 429]
    refused = browser.get(f"/verify/{code}")
    assert "请在 15 分钟后再试" in said(refused.text)
    assert refused.headers["retry-after"] == "900"
    with desk.database.write() as session:
        session.execute(update(Attempt).values(at=clock.now() - timedelta(minutes=15)))
        session.commit()
    assert browser.get(f"/verify/{code}").status_code == 200


def test_known_and_unknown_codes_are_counted_alike(desk: Desk, browser: Browser, count_queries: CountQueries) -> None:
    written = []
    for code in (desk.keep(report()).code, "000000000000"):
        with count_queries() as statements:
            browser.get(f"/verify/{code}")
        written.append([text for text in statements if not text.startswith("SELECT")])
    assert written[0] == written[1]
    assert len(written[0]) == 1


def test_a_roll_up_is_told_as_one(desk: Desk, browser: Browser) -> None:
    words = said(browser.get(f"/verify/{desk.keep_roll_up('120', '97')}").text)
    for expected in ("汇总报告", "中位数 满分", "合规得分 71.5 100", "120 家，已提交 97 家"):
        assert expected in words
    assert "自评等级" not in words


def test_a_roll_up_that_names_nobody_is_no_draft_of_reviewers(desk: Desk, browser: Browser) -> None:
    with desk.database.write() as session:
        campaign_id = Scene(session, now=clock.now()).campaign.id
        session.commit()
    kept = desk.keep(report(state="submitted"), for_reviewers=True, campaign_id=campaign_id, assessment_id=None)
    words = said(browser.get(f"/verify/{kept.code}").text)
    assert ("汇总报告" in words, "过程稿" in words, ORGANISATION in words) == (True, False, True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_sound(desk: Desk, browser: Browser, language: str) -> None:
    kept = desk.keep(report(state="submitted"))
    for path in ("", "?code=1", "/000000000000", f"/{kept.code}", f"/{kept.code}?sha256={SHA256}"):
        page = browser.get(f"/verify{path}{'&' if '?' in path else '?'}lang={language}")
        assert faults(page.text) == []

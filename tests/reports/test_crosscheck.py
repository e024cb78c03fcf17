"""What a report says of published lists: always there where a form asks about them, from what was frozen alone."""

import json
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.assessments import consulted, contradictions, snapshot, submitting
from assess.assessments.answering import answer
from assess.assessments.consulted import Consulted
from assess.assessments.models import Submission
from assess.assessments.writing import Change
from assess.listings.models import ListingImport, ListingTotal, State
from assess.reports import html, operations, stored
from assess.reports.chapters import chapters
from assess.reports.parts import ReportContent
from assess.reports.parts_themes import CrosscheckView
from assess.values.text import Locale
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.listings import LISTS
from tests.factories.reviews import ANSWERS
from tests.reports import shipped

NAME = "linyi-2021/enterprise/1.1.0"


def handed_in(session: Session, now: datetime, *, lists: bool = True) -> tuple[Submission, ReportContent]:
    """Submit on the small checklist, which asks about one list, and ask for the report."""
    organisation = make_organisation(session, roles=("exporter",))
    lead = actor_of(session, make_account(session, organisation, Role.LEAD))
    assessment = make_assessment(session, organisation)
    for fact, raw in ANSWERS.items():
        answer(session, actor=lead, assessment_id=assessment.id, fact=fact, change=Change(raw, "", 0), now=now)
    session.expire_all()
    submission = submitting.submit(
        session,
        actor=lead,
        assessment_id=assessment.id,
        declared=True,
        declared_name="王丽",
        now=now,
        lists=LISTS if lists else (),
    ).submission
    made = operations.request_submission(session, actor=lead, submission_id=submission.id, locale="zh", now=now)
    content = stored.from_text(made.content or "")
    assert isinstance(content, ReportContent)
    return submission, content


def imported(session: Session, now: datetime) -> None:
    """Let a list have been imported."""
    session.add(
        ListingImport(name="名单.csv", sha256="ab" * 32, size=10, state=State.APPLIED, sequence=1, by=shipped.ANYBODY,
                      at=now, finished_at=now)
    )  # fmt: skip
    session.add(ListingTotal(list="serious-dishonesty", current=12_345, removed=6, latest_on=date(2026, 11, 20)))
    session.flush()


def test_a_submission_keeps_which_lists_it_was_compared_with(session: Session, now: datetime) -> None:
    imported(session, now)
    submission, content = handed_in(session, now)
    frozen = json.loads(submission.snapshot)
    assert frozen["consulted"] == {
        "imported_on": "2026-11-22",
        "lists": [
            {
                "list": "serious-dishonesty",
                "title": {"zh": "严重违法失信名单", "en": "Serious-dishonesty list"},
                "fact": "credit.serious-list",
                "current": 12_345,
                "removed": 6,
                "latest_on": "2026-11-20",
            }
        ],
    }
    assert consulted.to_json(consulted.of_snapshot(frozen) or Consulted()) == frozen["consulted"]
    found = content.crosscheck
    assert found is not None
    assert found.result == "未发现不一致：填报的回答与提交时已导入的名单没有出入。"
    assert [(one.title, one.entries, one.latest) for one in found.lists] == [
        ("严重违法失信名单", "12,345", "2026年11月20日")
    ]
    assert found.notes[1] == "名单最近一次导入：2026年11月22日。此后公布、导入的记录不在核对范围内。"
    assert "listed" in [one.id for one in chapters(content)]


def test_what_is_imported_later_changes_no_report(session: Session, now: datetime) -> None:
    submission, before = handed_in(session, now)
    imported(session, now)
    session.refresh(submission)
    assert before.crosscheck is not None
    assert before.crosscheck.lists[0].entries == "没有导入"
    assert before.crosscheck.notes[1].startswith("提交时本服务没有导入过任何名单")
    assert json.loads(submission.snapshot)["consulted"]["imported_on"] is None


def test_a_form_that_is_compared_with_no_list_has_no_chapter(session: Session, now: datetime) -> None:
    _, content = handed_in(session, now, lists=False)
    assert content.crosscheck is None
    assert "listed" not in [one.id for one in chapters(content)]


def crosscheck(locale: Locale = "zh") -> tuple[ReportContent, CrosscheckView]:
    content = shipped.report(NAME, locale, "submitted", full=True)
    assert content.crosscheck is not None
    return content, content.crosscheck


def test_every_contradiction_is_told_with_the_lists() -> None:
    content, found = crosscheck()
    assert (found.result, found.at_odds) == ("有 1 处回答与名单不一致。", "1")
    assert len(content.listed) == 1
    page = html.render(content)
    for one in found.lists:
        assert one.title in page
        assert one.entries in page
    assert all(note in page for note in found.notes)


def test_old_submissions_say_what_they_kept() -> None:
    kept: dict[str, object] = {"contradictions": []}
    assert consulted.of_snapshot(kept) == Consulted(kept=False)
    assert consulted.of_snapshot({"contradictions": None}) is None
    assert consulted.of_snapshot({}) is None
    told = shipped.report(NAME, "zh", "submitted", lists=Consulted(kept=False)).crosscheck
    assert told is not None
    assert told.lists == ()
    assert told.result.startswith("未发现不一致")
    assert "没有保存核对了哪些名单" in told.notes[1]


def test_who_has_no_credit_code_was_not_compared() -> None:
    frozen = {"contradictions": None, "consulted": {"imported_on": "2026-11-20", "lists": []}}
    found = consulted.of_snapshot(frozen)
    assert found == Consulted(imported_on=date(2026, 11, 20), compared=False)
    told = shipped.report(NAME, "zh", "submitted", lists=found).crosscheck
    assert told is not None
    assert told.result.startswith("没有核对")


@pytest.mark.parametrize("key", ["consulted", "contradictions"])
def test_a_snapshot_without_a_key_is_read(key: str) -> None:
    frozen: dict[str, object] = {"contradictions": [], "consulted": None}
    frozen.pop(key)
    assert contradictions.of_snapshot((), snapshot.canonical(frozen)) in {(), None}
    consulted.of_snapshot(frozen)

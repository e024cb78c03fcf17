"""The catalogue by value: measures, external rules, versions on the shelf, who uses which."""

import dataclasses
import shutil
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.checklists import operations
from assess.checklists.definition import Audience, Published
from assess.checklists.loader import publish
from assess.checklists.models import ChecklistVersion
from assess.errors import ForbiddenError, NotFoundError
from assess.overview import catalogue, shelf, usage
from assess.overview.usage import Usage
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import DATA, KEY, make_version, published, register_version


@pytest.fixture
def administrator(session: Session) -> Actor:
    return actor_of(
        session, make_account(session, make_organisation(session, name="平台", operator=True), Role.ADMINISTRATOR)
    )


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "content"))


def other(key: str, *, issued: str = "2020-05-01", audience: Audience = "enterprise", gist: str = "") -> Published:
    """Give the small checklist as one of another measure."""
    base = published()
    clauses = base.measure.clauses
    if gist:
        text = dataclasses.replace(clauses[0].gist, zh=gist)
        clauses = (dataclasses.replace(clauses[0], gist=text), *clauses[1:])
    measure = dataclasses.replace(
        base.measure, key=key, clauses=clauses, issued=dataclasses.replace(base.measure.issued, date=issued)
    )
    checklist = dataclasses.replace(base.checklist, measure=key, audience=audience)
    return dataclasses.replace(base, checklist=checklist, measure=measure)


def draft(content: Path, version: str, **changes: str) -> None:
    """Write a draft of the small checklist."""
    text = (content / KEY / "1.0.0.yaml").read_text(encoding="utf-8").replace("version: 1.0.0", f"version: {version}")
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    (content / KEY / f"{version}.yaml").write_text(text, encoding="utf-8")


def test_measures_come_newest_first_with_what_is_on_offer(session: Session, now: datetime) -> None:
    make_version(session)
    register_version(session, published(), "1.1.0")
    register_version(session, other("new-2024", issued="2024-01-01", audience="district"))
    register_version(session, other("new-2024", issued="2024-01-01"))
    gone = register_version(session, other("gone-2022", issued="2022-01-01"))
    operations.retire(session, actor=None, version_id=gone.id, now=now)
    found = catalogue.measures(session)
    assert [
        (entry.measure.key, [(one.checklist.audience, one.checklist.version) for one in entry.checklists])
        for entry in found
    ] == [
        ("new-2024", [("enterprise", "1.0.0"), ("district", "1.0.0")]),
        ("demo-2020", [("enterprise", "1.1.0")]),
    ]


def test_a_measure_reads_as_published_last(session: Session) -> None:
    make_version(session)
    later = register_version(session, other("demo-2020", audience="district", gist="改过的大意"))
    later.published_at += timedelta(days=1)
    session.flush()
    assert catalogue.measure(session, "demo-2020").measure.clauses[0].gist.zh == "改过的大意"


def test_a_measure_whose_checklists_are_retired_can_still_be_read(session: Session, now: datetime) -> None:
    operations.retire(session, actor=None, version_id=make_version(session).id, now=now)
    assert catalogue.measures(session) == ()
    entry = catalogue.measure(session, "demo-2020")
    assert (entry.measure.key, entry.checklists) == ("demo-2020", ())
    for key in ("demo", "demo-2020/enterprise", ""):
        with pytest.raises(NotFoundError):
            catalogue.measure(session, key)


def test_an_unknown_external_rule_is_not_found(session: Session) -> None:
    make_version(session)
    assert catalogue.programmes([published()]) == ()
    with pytest.raises(NotFoundError):
        catalogue.programme(session, "shandong-ip-insurance-2021")


def counted(session: Session, version: ChecklistVersion, now: datetime) -> Usage:
    return usage.counts(session, now=now).get(version.id, usage.NONE)


def test_assessments_are_counted_by_version(session: Session, now: datetime) -> None:
    version = make_version(session)
    assert counted(session, version, now) == Usage(0, 0, 0)
    for status in Status:
        make_assessment(session, status=status)
    make_assessment(session, guest_key=b"a" * 32)
    make_assessment(session, guest_key=b"b" * 32, now=now - timedelta(hours=25))
    assert counted(session, version, now) == Usage(open=3, submitted=5, trials=1)
    assert usage.counts(session, now=now).keys() == {version.id}


def test_users_are_named_with_their_state_and_nothing_else(session: Session, administrator: Actor) -> None:
    version = make_version(session)
    make_assessment(session, make_organisation(session, name="乙公司"), status=Status.SUBMITTED)
    make_assessment(session, make_organisation(session, name="丙公司"))
    make_assessment(session, guest_key=b"a" * 32)
    found = usage.users(session, actor=administrator, version_id=version.id, page=1)
    assert {(one.organisation, one.status) for one in found.found} == {
        ("乙公司", Status.SUBMITTED),
        ("丙公司", Status.DRAFT),
    }
    assert (found.total, found.pages) == (2, 1)
    assert {field.name for field in dataclasses.fields(usage.User)} == {
        "organisation", "region", "status", "started_at", "submitted_at",
    }  # fmt: skip


def test_users_come_a_page_at_a_time(
    session: Session, administrator: Actor, monkeypatch: pytest.MonkeyPatch, count_queries: CountQueries
) -> None:
    monkeypatch.setattr(usage, "PAGE", 2)
    version = make_version(session)
    for name in "甲乙丙丁戊":
        make_assessment(session, make_organisation(session, name=name))
    seen: list[str] = []
    pages = []
    for page in (1, 2, 3):
        with count_queries() as statements:
            found = usage.users(session, actor=administrator, version_id=version.id, page=page)
        assert len(statements) == 2
        seen += [one.organisation for one in found.found]
        pages.append((found.page, found.pages, found.total))
    assert sorted(seen) == sorted("甲乙丙丁戊")
    assert pages == [(1, 3, 5), (2, 3, 5), (3, 3, 5)]


def test_the_shelf_holds_drafts_beside_what_is_published(
    session: Session, administrator: Actor, content: Path, now: datetime
) -> None:
    old = make_version(session)
    draft(content, "1.1.0")
    draft(content, "1.2.0", **{"points: 6": "points: 5"})
    draft(content, "1.3.0", **{"form:": "form: {"})
    operations.retire(session, actor=None, version_id=old.id, now=now)
    found = shelf.shelf(session, actor=administrator, root=content, now=now)
    assert [(one.version, one.state, one.faults > 0, one.summary is not None) for one in found] == [
        ("1.0.0", "retired", False, True),
        ("1.1.0", "draft", False, True),
        ("1.2.0", "draft", True, True),
        ("1.3.0", "draft", True, False),
    ]
    assert found[0].summary is not None
    assert (found[0].summary.duty, found[0].summary.readiness) == (2, 1)
    assert found[0].sha256 == old.sha256


def test_a_version_frozen_in_the_folder_only_is_told_apart(
    session: Session, administrator: Actor, content: Path, now: datetime
) -> None:
    publish(content, KEY, "1.0.0")
    (found,) = shelf.shelf(session, actor=administrator, root=content, now=now)
    assert (found.state, found.id, found.faults) == ("frozen", None, 0)
    operations.sync(session, content, now)
    (found,) = shelf.shelf(session, actor=administrator, root=content, now=now)
    assert found.state == "published"


def test_a_version_is_opened_among_its_siblings(
    session: Session, administrator: Actor, content: Path, now: datetime
) -> None:
    make_version(session)
    for number in ("1.0.9", "1.0.10"):
        draft(content, number)
    opened = shelf.volume(session, actor=administrator, root=content, key=KEY, version="1.0.10", now=now)
    assert [one.version for one in opened.siblings] == ["1.0.0", "1.0.9", "1.0.10"]
    assert opened.before is not None
    assert opened.current is not None
    assert (opened.before.version, opened.current.version) == ("1.0.9", "1.0.0")
    assert opened.document is not None
    assert opened.document.checklist.version == "1.0.10"
    assert opened.problems == ()
    with pytest.raises(NotFoundError):
        shelf.volume(session, actor=administrator, root=content, key=KEY, version="9.0.0", now=now)


def test_how_many_queries_does_not_depend_on_how_much_there_is(
    session: Session, administrator: Actor, content: Path, now: datetime, count_queries: CountQueries
) -> None:
    def spent() -> tuple[int, int, int]:
        session.expire_all()
        session.expunge_all()
        with count_queries() as public:
            catalogue.measures(session)
        session.expunge_all()
        with count_queries() as all_:
            shelf.shelf(session, actor=administrator, root=content, now=now)
        session.expunge_all()
        with count_queries() as one:
            shelf.volume(session, actor=administrator, root=content, key=KEY, version="1.0.0", now=now)
        return len(public), len(all_), len(one)

    make_version(session)
    make_assessment(session)
    spent()
    few = spent()
    for number in range(1, 9):
        register_version(session, published(), f"1.{number}.0")
        register_version(session, other(f"m{number}-2020"))
        make_assessment(session)
    cold = spent()
    assert spent() == few == (1, 2, 2)
    assert max(cold) <= 3  # what this process has not read yet comes in one query more


def test_history_says_who_and_why(session: Session, administrator: Actor, now: datetime) -> None:
    version = make_version(session)
    operations.retire(session, actor=administrator, version_id=version.id, now=now, reason="条款读错")
    operations.restore(session, actor=None, version_id=version.id, now=now)
    found = usage.history(session, actor=administrator, version_id=version.id)
    assert [(step.action, step.by, step.reason) for step in found] == [
        ("checklist.restored", None, ""),
        ("checklist.retired", "李明", "条款读错"),
    ]
    assert usage.history(session, actor=administrator, version_id=uuid.uuid4()) == ()


@pytest.mark.parametrize("role", [Role.LEAD, Role.RESPONDENT, Role.REVIEWER])
def test_nobody_else_sees_the_shelf(session: Session, role: Role, content: Path, now: datetime) -> None:
    actor = actor_of(session, make_account(session, make_organisation(session), role))
    version = make_version(session)
    for ask in (
        lambda: shelf.shelf(session, actor=actor, root=content, now=now),
        lambda: shelf.volume(session, actor=actor, root=content, key=KEY, version="1.0.0", now=now),
        lambda: usage.users(session, actor=actor, version_id=version.id, page=1),
        lambda: usage.history(session, actor=actor, version_id=version.id),
    ):
        with pytest.raises(ForbiddenError):
            ask()
    assert session.query(Assessment).count() == 0

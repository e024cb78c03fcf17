"""Publishing from the service itself, and retiring: who may, what is written where, what is refused."""

import errno
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, Membership
from assess.access.roles import Role
from assess.audit.log import GENERAL, verify
from assess.audit.models import AuditDetail, AuditEvent
from assess.checklists import operations, queries
from assess.checklists.loader import ContentError, catalogue, digest, publish, publishing
from assess.errors import ConflictError, ForbiddenError, NotFoundError
from assess.values.step import Param
from assess.wording.sentences import say
from tests.factories.accounts import actor_of, make_account, make_organisation

KEY = "demo-2020/enterprise"


@pytest.fixture
def administrator(session: Session) -> Actor:
    return actor_of(session, make_account(session, make_organisation(session, operator=True), Role.ADMINISTRATOR))


def events(session: Session) -> list[tuple[str, dict[str, str]]]:
    rows = session.execute(
        select(AuditEvent.action, AuditDetail.detail)
        .join(AuditDetail, (AuditDetail.stream == AuditEvent.stream) & (AuditDetail.seq == AuditEvent.seq))
        .where(AuditEvent.stream == GENERAL, AuditEvent.subject_type == "checklist_version")
        .order_by(AuditEvent.seq)
    )
    return [(row.action, json.loads(row.detail)) for row in rows]


def register(session: Session, actor: Actor, content: Path, now: datetime, version: str = "1.0.0") -> None:
    operations.register(session, actor=actor, root=content, key=KEY, version=version, now=now)


def test_a_draft_is_frozen_registered_and_offered_at_once(
    session: Session, administrator: Actor, content: Path, now: datetime
) -> None:
    register(session, administrator, content, now)
    frozen = content / KEY / "1.0.0.json"
    made = queries.current(session, KEY)
    assert (made.version, made.sha256, made.published_at) == ("1.0.0", digest(frozen.read_bytes()), now)
    assert [entry.state for entry in catalogue(content)] == ["published"]
    assert events(session) == [("checklist.published", {"checklist": KEY, "version": "1.0.0", "sha256": made.sha256})]
    assert verify(session, GENERAL) is None
    assert operations.sync(session, content, now) == []


def test_only_an_administrator_publishes_and_retires(session: Session, content: Path, now: datetime) -> None:
    organisation = make_organisation(session)
    for role in (Role.RESPONDENT, Role.LEAD, Role.REVIEWER):
        actor = Actor(account_id=uuid4(), memberships=(Membership(organisation.id, role),))
        with pytest.raises(ForbiddenError):
            register(session, actor, content, now)
        for change in (operations.retire, operations.restore):
            with pytest.raises(ForbiddenError):
                change(session, actor=actor, version_id=uuid4(), now=now)
    assert not (content / KEY / "1.0.0.json").exists()


def test_what_is_published_is_not_published_again(
    session: Session, administrator: Actor, content: Path, now: datetime
) -> None:
    register(session, administrator, content, now)
    with pytest.raises(ConflictError, match=r"checklist\.registered-already"):
        register(session, administrator, content, now)
    with pytest.raises(ContentError):
        register(session, administrator, content, now, "9.9.9")
    assert len(events(session)) == 1


def test_a_version_that_is_frozen_already_is_only_registered(
    session: Session, administrator: Actor, content: Path, now: datetime
) -> None:
    entry = publish(content, KEY, "1.0.0")
    register(session, administrator, content, now)
    assert queries.current(session, KEY).sha256 == entry.sha256
    entry.path.write_bytes(entry.path.read_bytes() + b" ")
    session.delete(queries.current(session, KEY))
    session.flush()
    with pytest.raises(ContentError):
        register(session, administrator, content, now)


def test_a_draft_with_a_fault_is_refused_with_its_line(
    session: Session, administrator: Actor, content: Path, now: datetime
) -> None:
    draft = content / KEY / "1.0.0.yaml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("points: 6", "points: 5", 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        register(session, administrator, content, now)
    assert refused.value.problems[0].line > 0
    assert not draft.with_suffix(".json").exists()
    assert queries.versions(session) == []


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_given: object) -> None:
        raise OSError(number, "refused")

    return refuse


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
@pytest.mark.parametrize("step", ["_write_new", "add_lock"])
def test_a_folder_that_cannot_be_written_names_the_command(
    session: Session,
    *,
    administrator: Actor,
    content: Path,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    step: str,
) -> None:
    monkeypatch.setattr(publishing, step, refusing(number))
    with pytest.raises(ConflictError) as refused:
        register(session, administrator, content, now)
    params: dict[str, Param] = refused.value.params
    said = say(refused.value.message, params, "zh")
    assert "assess checklists publish demo-2020/enterprise 1.0.0" in said
    assert str(content) in said
    assert not (content / KEY / "1.0.0.json").exists()
    assert queries.versions(session) == []


def test_a_full_disk_is_no_refusal(
    session: Session, administrator: Actor, content: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "add_lock", refusing(errno.ENOSPC))
    with pytest.raises(OSError, match="refused"):
        register(session, administrator, content, now)
    assert not (content / KEY / "1.0.0.json").exists()


def test_two_who_publish_at_once_get_one_document(content: Path) -> None:
    publishing._write_new(content / "x.json", b"first")
    with pytest.raises(ContentError) as refused:
        publishing._write_new(content / "x.json", b"second")
    assert refused.value.problems[0].message == "content.published-already"
    assert (content / "x.json").read_bytes() == b"first"


def test_a_retired_version_is_offered_no_more_until_it_is_restored(
    session: Session, administrator: Actor, content: Path, now: datetime
) -> None:
    register(session, administrator, content, now)
    made = queries.current(session, KEY)
    operations.retire(session, actor=administrator, version_id=made.id, now=now)
    assert made.retired_at == now
    with pytest.raises(NotFoundError):
        queries.current(session, KEY)
    with pytest.raises(ConflictError, match=r"checklist\.retired-already"):
        operations.retire(session, actor=None, version_id=made.id, now=now)
    assert operations.sync(session, content, now) == []
    assert made.retired_at == now
    operations.restore(session, actor=None, version_id=made.id, now=now)
    assert queries.current(session, KEY) is made
    with pytest.raises(ConflictError, match=r"checklist\.not-retired"):
        operations.restore(session, actor=administrator, version_id=made.id, now=now)
    with pytest.raises(NotFoundError):
        operations.retire(session, actor=administrator, version_id=uuid4(), now=now)
    assert [action for action, _ in events(session)] == [
        "checklist.published", "checklist.retired", "checklist.restored",
    ]  # fmt: skip


def test_a_version_knows_the_later_ones_that_are_offered(
    session: Session, administrator: Actor, content: Path, now: datetime
) -> None:
    text = (content / KEY / "1.0.0.yaml").read_text(encoding="utf-8")
    for number in ("1.0.9", "1.0.10", "2.0.0"):
        path = content / KEY / f"{number}.yaml"
        path.write_text(text.replace("version: 1.0.0", f"version: {number}"), encoding="utf-8")
    for number in ("1.0.0", "1.0.9", "1.0.10", "2.0.0"):
        register(session, administrator, content, now, number)
    ids = {version.version: version.id for version in queries.versions(session, KEY)}
    operations.retire(session, actor=administrator, version_id=ids["2.0.0"], now=now)
    found = queries.standing(session, key=KEY, version_id=ids["1.0.0"])
    assert (found.version.version, [later.version for later in found.newer]) == ("1.0.0", ["1.0.9", "1.0.10"])
    assert queries.standing(session, key=KEY, version_id=ids["1.0.10"]).newer == ()
    with pytest.raises(NotFoundError):
        queries.standing(session, key=KEY, version_id=uuid4())

"""The prebuilt Core statements of the save path; each is compiled once a process."""

from typing import Final

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assess.accounts.models import Account, Membership, WebSession
from assess.assessments.models import Answer, AnswerHistory, Assessment
from assess.audit.models import AuditHead
from assess.checklists.models import ChecklistVersion
from assess.db import table_of

_sessions, _accounts, _members = table_of(WebSession), table_of(Account), table_of(Membership)
_assessments, _versions = table_of(Assessment), table_of(ChecklistVersion)
_answers, _history, _heads = table_of(Answer), table_of(AnswerHistory), table_of(AuditHead)

SIGHT: Final = (
    select(
        _sessions.c.token_hash,
        _sessions.c.account_id,
        _sessions.c.csrf_token,
        _sessions.c.created_at.label("session_created_at"),
        _sessions.c.last_seen_at,
        _sessions.c.expires_at,
        _sessions.c.guest_key.label("my_guest_key"),
        _accounts.c.disabled_at,
        _members.c.role,
        _assessments.c.organisation_id,
        _assessments.c.guest_key,
        _assessments.c.guest_expires_at,
        _assessments.c.status,
        _assessments.c.checklist_version_id,
        _versions.c.sha256,
        _answers.c.value,
        _answers.c.note,
        _answers.c.revision,
        _answers.c.at,
        _heads.c.seq,
        _heads.c.hash,
    )
    .select_from(
        _sessions.join(_assessments, _assessments.c.id == bindparam("assessment_id"))
        .join(_versions, _versions.c.id == _assessments.c.checklist_version_id)
        .join(_heads, _heads.c.stream == bindparam("stream"))
        .outerjoin(_accounts, _accounts.c.id == _sessions.c.account_id)
        .outerjoin(
            _members,
            (_members.c.account_id == _sessions.c.account_id)
            & (_members.c.organisation_id == _assessments.c.organisation_id),
        )
        .outerjoin(_answers, (_answers.c.assessment_id == _assessments.c.id) & (_answers.c.fact == bindparam("fact")))
    )
    .where(_sessions.c.token_hash == bindparam("token_hash"))
    .with_for_update(of=[_assessments, _heads])
)
DOCUMENT: Final = select(_versions.c.document).where(_versions.c.id == bindparam("version_id"))
SESSION_END: Final = select(_sessions.c.expires_at).where(_sessions.c.token_hash == bindparam("token_hash"))
SEEN: Final = (
    update(_sessions)
    .where(_sessions.c.token_hash == bindparam("this"))
    .values(last_seen_at=bindparam("seen"), expires_at=bindparam("ends"))
)
CHANGE: Final = (
    update(_answers)
    .where(
        _answers.c.assessment_id == bindparam("of"),
        _answers.c.fact == bindparam("key"),
        _answers.c.revision == bindparam("expected"),
    )
    .values(
        value=bindparam("new_value"),
        note=bindparam("new_note"),
        revision=bindparam("new_revision"),
        by=bindparam("new_by"),
        at=bindparam("new_at"),
    )
)
ADD: Final = {
    dialect.name: module.insert(_answers).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for dialect, module in ((postgresql.dialect, postgresql), (sqlite.dialect, sqlite))
}
REMEMBER: Final = insert(_history)
PRESENT: Final = (
    select(_answers.c.value, _answers.c.note, _answers.c.revision, _answers.c.at, _accounts.c.name)
    .select_from(_answers.outerjoin(_accounts, _accounts.c.id == _answers.c.by))
    .where(_answers.c.assessment_id == bindparam("of"), _answers.c.fact == bindparam("key"))
)

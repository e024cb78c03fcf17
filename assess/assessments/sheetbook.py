"""The workbook of an assessment: its answers as they are, to be filled in offline and uploaded again."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.accounts.models import Organisation
from assess.assessments import queries, reach
from assess.assessments.answersfile import AnswersFile, Proof
from assess.assessments.answersfile import Organisation as Answering
from assess.assessments.formbook.origin import Claimed, Origin, fingerprint
from assess.assessments.formbook.writing import write_form
from assess.assessments.queries import Loaded
from assess.assessments.sheetchanges import ITEM
from assess.assessments.sheetpresent import Standing, present
from assess.checklists.problems import ContentError
from assess.clock import to_local
from assess.errors import ForbiddenError, InvalidError
from assess.scoring.asked import asked
from assess.values.text import Locale, Text

_TRIAL: Final = Text(zh="试填（未登录）", en="Trial without an account")


def workbook(session: Session, *, actor: Actor, assessment_id: uuid.UUID, locale: Locale, now: datetime) -> bytes:
    """Write the workbook of an assessment, whatever its state; what cannot be changed there can still be read.

    Raises:
        NotFoundError: Not there, or not the actor's to see.
        ForbiddenError: The role does not permit it.
        InvalidError: `sheet.too-long`: an answer is longer than a cell may be.
    """
    loaded = queries.load(session, actor=actor, assessment_id=assessment_id, now=now)
    if not reach.may(actor, loaded.assessment, Action.DOWNLOAD):
        raise ForbiddenError
    standing = present(session, loaded)
    try:
        return write_form(
            loaded.published, loaded.sha256, _file(session, loaded, locale), locale, _origin(loaded, standing, now)
        )
    except ContentError as error:
        raise InvalidError("sheet.too-long", place=error.problems[0].key) from None


def _file(session: Session, loaded: Loaded, locale: Locale) -> AnswersFile:
    profile, owner_id = loaded.profile, loaded.assessment.organisation_id
    owner = session.get(Organisation, owner_id) if owner_id else None
    proofs: dict[str, tuple[Proof, ...]] = {}
    for filed in loaded.evidence:
        day = filed.issued_on.isoformat() if filed.issued_on else None
        proofs[filed.fact] = (*proofs.get(filed.fact, ()), Proof(name=filed.name, kind=filed.kind, date=day))
    return AnswersFile(
        organisation=Answering(
            name=loaded.organisation_name or _TRIAL.to(locale),
            credit_code=owner.credit_code if owner else None,
            region=profile.region,
            kind=profile.kind,
            roles=tuple(sorted(profile.roles)),
            size=profile.size,
        ),
        answers=loaded.values,
        notes={key: held.note for key, held in loaded.answers.items() if held.note},
        evidence=proofs,
        claims=dict(loaded.claims),
    )


def _origin(loaded: Loaded, standing: Mapping[str, Standing], now: datetime) -> Origin:
    form, keys = loaded.published.checklist.form, [fact.key for fact in loaded.published.facts]
    shown = asked(form, keys, loaded.values, loaded.profile, to_local(now).date())
    return Origin(
        assessment=str(loaded.assessment.id),
        sha256=loaded.sha256,
        revisions={key: one.revision for key, one in standing.items() if not key.startswith(ITEM)},
        claims={
            key.removeprefix(ITEM): Claimed(one.revision, fingerprint(one.said.value or ""))
            for key, one in standing.items()
            if key.startswith(ITEM)
        },
        taken=f"{to_local(now):%Y-%m-%d %H:%M}",
        profile=loaded.profile,
        resting=frozenset(key for key in keys if shown[key] != "ask"),
    )

"""A form filled in without going through its pages: journeys that are about something else begin with it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session
from weasyprint import HTML  # type: ignore[import-untyped]  # ships no types

from assess import clock
from assess.access.actor import Actor
from assess.accounts.models import Account
from assess.assessments import profile as profiles
from assess.assessments import queries, submitting
from assess.assessments.answering import answer
from assess.assessments.models import Evidence
from assess.assessments.writing import Change
from assess.clock import to_local
from assess.errors import InvalidError
from assess.storage import Storage
from assess.values.fact import Fact
from assess.values.profile import Profile
from tests.factories.accounts import actor_of

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff89993d1d"
    "0000000049454e44ae426082"
)
PAPER = HTML(string="<h1>民事判决书</h1><p>示例文件，仅供测试。</p>").write_pdf()
FILES: Final = (
    ("credit.serious-list", "list-screenshot", "公示系统查询结果.png", PIXEL, "image/png"),
    ("compliance.infringement-found", "judgment", "民事判决书.pdf", PAPER, "application/pdf"),
)


@dataclass
class Form:
    """An assessment that somebody has begun."""

    session: Session
    account: Account
    id: uuid.UUID

    def fill(self, prepared: Mapping[str, Any], *, profile: Profile | None, files: Storage) -> None:
        """Answer everything, with a PDF and a picture at one question each; `profile` replaces the one it has."""
        actor = actor_of(self.session, self.account)
        loaded = queries.load(self.session, actor=actor, assessment_id=self.id, now=clock.now())
        if profile is not None:
            loaded.assessment.profile = profiles.to_json(profile)
            self.session.flush()
        for fact, raw in prepared.items():
            self._answer(actor, fact, {"unknown": True} if raw == "unknown" else raw)
        self._answer_the_rest(actor)
        for fact, kind, name, content, media_type in FILES:
            self._attach(actor, fact, kind, (name, files.put(content).key, len(content), media_type))

    def _answer(self, actor: Actor, fact: str, raw: object) -> None:
        change = Change(raw, "", 0)
        answer(self.session, actor=actor, assessment_id=self.id, fact=fact, change=change, now=clock.now())
        self.session.expire_all()

    def _answer_the_rest(self, actor: Actor) -> None:
        """Answer what else is asked: no, the first option, three."""
        while True:
            loaded = queries.load(self.session, actor=actor, assessment_id=self.id, now=clock.now())
            try:
                submitting.require_complete(loaded, to_local(clock.now()).date())
            except InvalidError as refusal:
                for reference in refusal.params["missing"]:
                    self._answer(actor, reference.key, _some(loaded.published.fact(reference.key)))
            else:
                return

    def _attach(self, actor: Actor, fact: str, kind: str, file: tuple[str, str, int, str]) -> None:
        name, key, size, media_type = file
        self.session.add(
            Evidence(
                assessment_id=self.id,
                fact=fact,
                kind=kind,
                name=name,
                media_type=media_type,
                size=size,
                sha256=key,
                by=actor.account_id,
                at=clock.now(),
            )
        )
        self.session.flush()


def _some(fact: Fact) -> object:
    """Give an answer that a question takes."""
    if fact.type == "yes-no":
        return "no"
    if fact.type in {"choice", "choices"}:
        first = fact.options[0].value
        return first if fact.type == "choice" else [first]
    others = {"rate": {"numerator": "3", "denominator": "4"}, "date": "2026-03-01", "table": []}
    return others.get(fact.type, "3")

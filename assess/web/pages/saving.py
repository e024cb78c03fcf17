"""Saving a whole question page at once, for people without JavaScript: what cannot be saved comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection
from starlette.datastructures import FormData

from assess.accounts.sessions import Limits, Visit
from assess.assessments.save import Change, save
from assess.errors import ConflictError, InvalidError
from assess.values.invalid import InvalidValue
from assess.web.forms.base import Fields
from assess.web.forms.facts import FactForm
from assess.web.forms.fields import FactField
from assess.web.forms.sheet import GroupPage
from assess.web.forms.typed import NOTE, REVISION, first, plain_text, revision
from assess.web.views.desk import Desk
from assess.wording.sentences import say

KEEP_PARTS = 3


@dataclass(frozen=True, slots=True)
class Writer:
    """Who saves, and into what."""

    connection: Connection
    visitor: Visit
    limits: Limits
    now: datetime


@dataclass(slots=True)
class Outcome:
    """What could not be saved, by fact: messages, and answers somebody else was faster with."""

    errors: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, ConflictError] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Say whether everything was saved."""
        return not (self.errors or self.conflicts)


def pressed(form: FormData) -> FormData:
    """Apply the buttons that change the boxes themselves: a row removed, an answer cleared, confirmed or taken over."""
    row, cleared, confirmed = form.get("remove"), form.get("clear"), form.get("confirm") or _taken(form.get("take"))
    gone = f"{row}:" if isinstance(row, str) and row else None
    kept = [
        (name, value)
        for name, value in form.multi_items()
        if not (name == cleared or (gone and name.startswith(gone)) or _aside(name, cleared) or _box(name, confirmed))
    ]
    return FormData(kept)


def _taken(offer: object) -> str | None:
    """Name the question whose answer from elsewhere is taken over."""
    return offer.partition(" ")[0] if isinstance(offer, str) else None


def _box(name: str, confirmed: object) -> bool:
    """Say whether a box belongs to a question whose other answer is taken: what stands in it is passed over."""
    if not isinstance(confirmed, str) or name.endswith((NOTE, REVISION)):
        return False
    return name == confirmed or name.startswith(f"{confirmed}:")


def _aside(name: str, cleared: object) -> bool:
    return isinstance(cleared, str) and name in {f"{cleared}:unknown", f"{cleared}:none"}


def chosen(form: FormData) -> Mapping[str, str]:
    """Read what was chosen between two answers.

    Returns:
        For a fact, the revision to write over, or `theirs`.
    """
    parts = str(form.get("keep") or "").split(" ")
    if len(parts) != KEEP_PARTS:
        return {}
    side, fact, revision = parts
    return {fact: revision if side == "mine" else "theirs"}


def save_page(
    writer: Writer, *, desk: Desk, page: GroupPage, form: FactForm, sent: Fields, keep: Mapping[str, str]
) -> Outcome:
    """Save every answer of a page that was changed.

    Args:
        writer: Who saves.
        desk: The assessment as it was before.
        page: The page.
        form: Its form, filled from what was sent.
        sent: What was sent, for notes and revisions.
        keep: What was chosen between two answers.
    """
    outcome = Outcome()
    for key in page.facts:
        if key + REVISION in sent and keep.get(key) != "theirs":
            expected = revision(keep.get(key) or first(sent, key + REVISION))
            change = Change(None, plain_text(first(sent, key + NOTE)), expected)
            _save_one(writer, desk, form.asked(key), change, outcome)
    return outcome


def _save_one(writer: Writer, desk: Desk, asked: FactField, change: Change, outcome: Outcome) -> None:
    key = asked.fact.key
    try:
        value = asked.value(asked.fact, asked.typed)
        if _unchanged(desk, key, value, change.note):
            return
        raw = asked.raw(asked.fact, asked.typed)
        save(
            writer.connection,
            token_hash=writer.visitor.token_hash,
            csrf_token=writer.visitor.csrf_token,
            assessment_id=desk.id,
            fact=key,
            change=Change(raw, change.note, change.expected_revision),
            limits=writer.limits,
            now=writer.now,
        )
    except (InvalidValue, InvalidError) as refusal:
        outcome.errors[key] = say(refusal.message, refusal.params, desk.locale)
    except ConflictError as conflict:
        outcome.conflicts[key] = conflict


def _unchanged(desk: Desk, key: str, value: object, note: str) -> bool:
    held = desk.held(key)
    before = (held.value, held.note) if held else (None, "")
    return before == (value, note)

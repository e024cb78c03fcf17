"""A question page: every question with its present state, every item with what stands above it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assess.assessments.queries import Held
from assess.checklists.texts import Official
from assess.reports.criteria import Criteria
from assess.reports.predicates import Predicates
from assess.values.model import Value
from assess.web.forms.facts import FactForm
from assess.web.forms.sheet import GroupPage, ItemCard, Question, Sheet
from assess.web.forms.typed import NOTE, Sent, first
from assess.web.i18n import gettext as _
from assess.web.templating import fragment
from assess.web.views import again, prefill
from assess.web.views.desk import Desk, time_of_day
from assess.web.views.drawn import compact, drawn
from assess.web.views.state import State
from assess.web.views.tally import out

_HEADS: dict[tuple[str, str, str, str], Markup] = {}


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item as it stands."""

    head: Markup
    claimed: str
    out: bool
    claimed_before: str = ""
    revision: int = 0


def values(desk: Desk, page: GroupPage) -> Mapping[str, Value]:
    """Give the saved values of a page's facts."""
    answers = desk.inputs.answers
    return {key: answers[key] for key in page.facts if key in answers}


def questions(
    desk: Desk,
    page: GroupPage,
    form: FactForm,
    now: dt.datetime,
    *,
    sent: Sent | None = None,
    conflicts: Mapping[str, str] | None = None,
    more: str = "",
) -> Mapping[str, Markup]:
    """Draw every question of a page as it stands.

    Args:
        desk: The assessment.
        page: The page.
        form: Its form, filled from the saved values or from what was sent.
        now: For saying when an answer was saved.
        sent: What was sent, on a page that shows it again.
        conflicts: Drawn conflict panels by fact.
        more: The table that is to offer a blank row.
    """
    files = _counts([one.fact for one in desk.loaded.evidence])
    panels, offers = conflicts or {}, prefill.panels(desk, page)
    found: dict[str, Markup] = {}
    for key in page.facts:
        held = desk.held(key)
        note = first(sent, key + NOTE) if sent is not None else (held.note if held else "")
        state = State(
            field=form.asked(key),
            note=note,
            revision=held.revision if held else 0,
            saved=_saved(held, now, desk),
            asked=desk.asked[key] == "ask",
            kept=held is not None and held.value is not None,
            evidence=None if desk.trial else files.get(key, 0),
            conflict=panels.get(key, ""),
            earlier=again.panel(desk, key, held, now) or offers.get(key, ""),
            more=key == more,
            locked=not desk.editable,
            changes=held.revision if held and held.revision > 1 and not desk.trial else 0,
        )
        found[key] = drawn(desk.sheet, desk.sheet.questions[key], state, desk.base)
    return found


def _counts(keys: Sequence[str]) -> Mapping[str, int]:
    return {key: keys.count(key) for key in set(keys)}


def _saved(held: Held | None, now: dt.datetime, desk: Desk) -> str:
    return saved_words(held.at, held.by_name, now, desk) if held and held.value is not None else ""


def saved_words(at: dt.datetime, by_name: str | None, now: dt.datetime, desk: Desk) -> str:
    """Say when an answer was saved, and by whom where that was somebody else."""
    when = time_of_day(at, now, desk.locale)
    if by_name and by_name != desk.actor.name:
        return _("已保存 %(time)s（%(name)s）", time=when, name=by_name)
    return _("已保存 %(time)s", time=when)


def item_states(desk: Desk, page: GroupPage) -> Mapping[str, ItemState]:
    """Work out the state of every item of a page."""
    claims, before = desk.loaded.claims, desk.loaded.earlier_claims
    return {
        card.item.key: ItemState(
            head(desk.sheet, card, desk.official),
            claims.get(card.item.key, ""),
            out(desk, card),
            before.get(card.item.key, ""),
            desk.loaded.claim_revisions.get(card.item.key, 0),
        )
        for card in page.items
    }


def head(sheet: Sheet, card: ItemCard, official: Official | None = None) -> Markup:
    """Draw the part of an item that no answer changes, once; `official` are the measure's own words, where loaded."""
    key = (sheet.sha256, sheet.locale, card.item.key, official.stamp if official else "")
    if key not in _HEADS:
        made = fragment(
            "pages/assessments/card.html",
            card=card,
            measure=sheet.published.measure,
            official=official,
            criteria=_criteria(sheet).lines(card.item),
            proof=proof(sheet, card),
        )
        _HEADS[key] = Markup(compact(made))  # noqa: S704 - drawn by an autoescaping template
    return _HEADS[key]


def _criteria(sheet: Sheet) -> Criteria:
    roles = {role.key: role.title.to(sheet.locale) for role in sheet.published.roles}
    return Criteria(sheet.facts, Predicates(sheet.facts, roles, sheet.locale), sheet.locale)


def proof(sheet: Sheet, card: ItemCard) -> str:
    """Name the kinds of evidence an item wants."""
    kinds = {kind.key: kind.title.to(sheet.locale) for kind in sheet.published.kinds}
    wanted = card.item.evidence.kinds if card.item.evidence else ()
    return _("、").join(kinds[kind] for kind in wanted)


def reused(desk: Desk, page: GroupPage) -> Mapping[str, str]:
    """Show the answers that a page's items take from earlier pages."""
    questions: Sequence[Question] = [question for card in page.items for question in card.reuses]
    return {question.key: desk.shown(question.key) for question in questions}

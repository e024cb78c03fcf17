"""Say what came of comparing the answers with published lists (pure)."""

from collections.abc import Iterator

from assess.assessments.consulted import Consulted
from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.parts_themes import ConsultedView, CrosscheckView
from assess.values.formats import date


def view(frame: Frame, consulted: Consulted | None, at_odds: int) -> CrosscheckView | None:
    """Build the chapter; None where the form asks about no list.

    Args:
        frame: The report in the making.
        consulted: The lists that were looked at, as the submission kept them.
        at_odds: How many answers a list contradicts.
    """
    if consulted is None:
        return None
    return CrosscheckView(
        result=_result(frame, consulted, at_odds),
        lists=tuple(_lists(frame, consulted)),
        notes=tuple(_notes(frame, consulted)),
        at_odds=number(at_odds),
    )


def _result(frame: Frame, consulted: Consulted, at_odds: int) -> str:
    if not consulted.compared:
        return frame.word("listed.result.not")
    if at_odds > 1:
        return frame.word("listed.result", count=at_odds)
    return frame.word("listed.result.one" if at_odds else "listed.result.none")


def _lists(frame: Frame, consulted: Consulted) -> Iterator[ConsultedView]:
    for one in consulted.lists:
        fact = frame.facts.get(one.fact)
        yield ConsultedView(
            title=frame.text(one.title),
            question=frame.text(fact.wording) if fact else one.fact,
            entries=number(one.current) if one.current or one.removed else frame.word("listed.empty"),
            latest=date(one.latest_on, frame.locale) if one.latest_on else "—",
        )


def _notes(frame: Frame, consulted: Consulted) -> Iterator[str]:
    yield frame.word("listed.note")
    if not consulted.kept:
        yield frame.word("listed.old")
    elif consulted.imported_on is None:
        yield frame.word("listed.imported.none")
    else:
        yield frame.word("listed.imported", day=date(consulted.imported_on, frame.locale))
    yield frame.word("listed.limits")

"""What is claimed and what is proved, side by side: the dials, then the sections and items that differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assess.reports.frame import Frame
from assess.scoring.deviations import Deviation, Scope, between
from assess.values.formats import number
from assess.web.i18n import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: points claimed and proved, the difference with its sign, and why, where it is an item's."""

    scope: Scope
    title: str
    claimed: str
    supported: str
    difference: str
    percent: str
    why: tuple[str, ...] = ()


def lines(given: Frame) -> tuple[Line, ...]:
    """Compare the two columns; nothing where there is no evidence to speak of."""
    if given.supported is None:
        return ()
    found = between("supported", given.result, given.supported)
    order: dict[Scope, int] = {"dial": 0, "section": 1, "item": 2}
    return tuple(_line(given, one) for one in sorted(found, key=lambda one: order[one.scope]))


def _line(given: Frame, one: Deviation) -> Line:
    return Line(
        scope=one.scope,
        title=_title(given, one),
        claimed=_points(given, one, one.claimed),
        supported=_points(given, one, one.found),
        difference=_signed(one.difference),
        percent="" if one.percent is None else f"{_signed(one.percent)}%",
        why=tuple(_why(given, one.key)) if one.scope == "item" else (),
    )


def _title(given: Frame, one: Deviation) -> str:
    if one.scope == "item":
        return given.text(given.items[one.key].title)
    dial = _("合规得分") if one.dial == "duty" else _("政策利用准备度")
    if one.scope == "dial":
        return dial
    title = next(given.text(section.title) for section in given.form.sections if section.key == one.key)
    return _("%(section)s（%(dial)s）", section=title, dial=dial)


def _points(given: Frame, one: Deviation, points: Decimal | None) -> str:
    if points is None:
        return "—"
    return f"{points:,.{given.rule(one.dial).decimals}f}" if one.scope == "dial" else number(points)


def _signed(value: Decimal | None) -> str:
    if value is None:
        return "—"
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def _why(given: Frame, key: str) -> Iterator[str]:
    if given.supported is not None:
        trace = given.supported.item(key).trace
        yield from (given.say(step) for step in trace if step.message == "evidence.unmet")

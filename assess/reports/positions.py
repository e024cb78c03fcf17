"""Say where an organisation stands among those of its campaign (pure)."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from assess.reports import summaries
from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.parts import Dial
from assess.reports.parts_peers import PeerDial, PeerGroup, PeerSection, PeersView
from assess.reports.population import LEAST, Group, Standing, groups, quarter, share, sides, spread, without
from assess.scoring import result as scored
from assess.scoring.form import GradeBand
from assess.scoring.result import Result, Sub
from assess.scoring.rounding import HUNDRED, round1

_DIALS: tuple[Dial, Dial] = ("duty", "readiness")
_SIDES = ("above", "equal", "below")


def view(frame: Frame) -> PeersView | None:
    """Build the chapter; None where there is nobody to compare with, or nothing to compare yet."""
    standing = frame.standing
    if standing is None:
        return None
    if len(standing.column.members) < LEAST:
        return PeersView(lead=frame.word("peers.few", least=LEAST))
    return _Position(frame, standing).view()


class _Position:
    """One organisation beside the others."""

    def __init__(self, frame: Frame, standing: Standing) -> None:
        self._frame, self._basis, self._column = frame, standing.basis, standing.column
        decided = frame.decided if standing.basis == "reviewed" else None
        self._result: Result = decided or frame.result

    def view(self) -> PeersView:
        """Build the chapter."""
        frame, everybody = self._frame, len(self._column.members)
        grades = tuple(self._grades())
        return PeersView(
            lead=frame.word("peers.lead", count=everybody, others=everybody - 1),
            notes=tuple(frame.word(f"peers.{key}") for key in (f"basis.{self._basis}", "secret", "ours")),
            dials=tuple(dial for name in _DIALS if (dial := self._dial(name)) is not None),
            grades=grades,
            grades_alt=frame.word("peers.grades.alt", groups=self._told(grades)) if grades else "",
            sections=tuple(self._sections()),
        )

    def _others(self, name: Dial) -> Counter[int] | None:
        """Give the scores of the others; None where the dial is not scored here, or by too few others."""
        own: scored.Dial = getattr(self._result, name)
        others = None if own.final is None else without(self._column.dials[name], _hundredths(own.final))
        return others if others is not None and others.total() >= LEAST - 1 else None

    def _dial(self, name: Dial) -> PeerDial | None:
        own: scored.Dial = getattr(self._result, name)
        others = self._others(name)
        if others is None or own.final is None:
            return None
        counted = sides(others, _hundredths(own.final))
        bounds = spread(_shares(others, _hundredths(own.full)))
        band = self._frame.word(f"peers.band.{quarter(counted[0], others.total() + 1)}")
        named = [(self._frame.word(f"peers.{side}"), count) for side, count in zip(_SIDES, counted, strict=True)]
        told = tuple(self._group(group, others.total()) for group in groups(named))
        percentage = _percent(share(own.final, own.full))
        return PeerDial(
            dial=name,
            title=self._frame.word(f"dial.{name}"),
            own=f"{own.final:,.{self._frame.rule(name).decimals}f}",
            own_share=percentage,
            count=number(others.total()),
            band=band,
            low=number(bounds.low) if bounds else None,
            median=number(bounds.median) if bounds else None,
            high=number(bounds.high) if bounds else None,
            groups=told,
            alt=self._alt(name, percentage, band, told),
        )

    def _alt(self, name: Dial, own: str, band: str, told: tuple[PeerGroup, ...]) -> str:
        words = {"dial": self._frame.word(f"dial.{name}"), "own": own, "band": band}
        if not told:
            return self._frame.word("peers.alt.alone", **words)
        return self._frame.word("peers.alt", **words, groups=self._told(told))

    def _told(self, told: tuple[PeerGroup, ...]) -> str:
        return self._frame.join(
            tuple(self._frame.word("peers.alt.group", label=one.label, count=one.count) for one in told)
        )

    def _group(self, group: Group, total: int, *, own: bool = False) -> PeerGroup:
        return PeerGroup(
            label=self._frame.word("peers.joined").join(group.names),
            count=number(group.count),
            share=_percent(share(group.count, total)),
            own=own,
        )

    def _grades(self) -> Iterator[PeerGroup]:
        """Count the others by the grade that their score alone comes to, the highest first."""
        bands = sorted(self._frame.form.duty.bands, key=lambda band: band.from_, reverse=True)
        others, final = self._others("duty"), self._result.duty.final
        if not bands or others is None or final is None:
            return
        counts = Counter[str]()
        for value, count in others.items():
            counts[_grade(bands, Decimal(value) / HUNDRED)] += count
        names = {band.grade: summaries.named(self._frame, band.grade) for band in bands}
        own = names[_grade(bands, final)]
        for group in groups([(names[band.grade], counts[band.grade]) for band in bands]):
            yield self._group(group, others.total(), own=own in group.names)

    def _sections(self) -> Iterator[PeerSection]:
        results = {one.key: one for one in self._result.sections}
        for index, section in enumerate(self._frame.form.sections, start=1):
            duty, readiness = results[section.key].duty, results[section.key].readiness
            yield PeerSection(
                number=str(index),
                title=self._frame.text(section.title),
                duty=_own(duty),
                duty_median=self._median(section.key, "duty", duty),
                readiness=_own(readiness),
                readiness_median=self._median(section.key, "readiness", readiness),
            )

    def _median(self, section: str, dial: Dial, own: Sub) -> str | None:
        """Give the middle of the others; None where it does not apply here, or would tell too much."""
        counts = self._column.sections.get((section, dial))
        mine = (_hundredths(own.points), _hundredths(own.earned))
        others = without(counts, mine) if counts and own.points else None
        if others is None:
            return None
        found: Counter[Decimal] = Counter()
        for (points, earned), count in others.items():
            found[share(earned, points) or Decimal(0)] += count
        bounds = spread(found)
        return number(bounds.median) if bounds else None


def _grade(bands: list[GradeBand], score: Decimal) -> str:
    """Give the grade of a score; what is below every band has the last one."""
    return next((band.grade for band in bands if score >= band.from_), bands[-1].grade)


def _shares(others: Counter[int], full: int) -> Counter[Decimal]:
    found: Counter[Decimal] = Counter()
    for value, count in others.items():
        found[share(value, full) or Decimal(0)] += count
    return found


def _own(sub: Sub) -> str | None:
    return _percent(share(sub.earned, sub.points)) if sub.points else None


def _percent(value: Decimal | None) -> str:
    return number(round1(value or Decimal(0)))


def _hundredths(value: Decimal) -> int:
    return int((value * HUNDRED).to_integral_value())

"""Build the index of the files that were attached, and the list of proof that is missing (pure)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from assess.reports.cover import Attached
from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.gap_views import clip
from assess.reports.parts import EvidenceLine, MissingProof
from assess.scoring import evidence as proofs
from assess.scoring.closing import floor_of
from assess.scoring.evidence import Evidence, Tally
from assess.scoring.form import EvidenceRule
from assess.scoring.plan import PreparedItem, plan
from assess.scoring.reads import read_by
from assess.values.formats import date

SHORT: Final = 12
"""How much of a hash is printed."""

_STEP: Final = 1024
_TENTH: Final = Decimal("0.1")


def lines(frame: Frame) -> tuple[EvidenceLine, ...]:
    """List the attached files in the order of the questions."""
    kinds = {kind.key: frame.text(kind.title) for kind in frame.published.kinds}
    order = {key: place for place, key in enumerate(frame.facts)}
    files = sorted(frame.cover.evidence, key=lambda one: order.get(one.fact, len(order)))
    serves = _serves(frame)
    return tuple(
        EvidenceLine(
            number=str(index),
            name=_named(frame, one),
            kind=kinds.get(one.kind or "", one.kind or "—"),
            date=date(one.date, frame.locale) if one.date else "—",
            question=frame.text(frame.facts[one.fact].wording) if one.fact in frame.facts else "—",
            pages=one.pages,
            size=_size(frame, one.size),
            bytes="" if one.size is None else str(one.size),
            sha256=one.sha256,
            short=one.sha256[:SHORT],
            items=serves.get(one.fact, ()),
        )
        for index, one in enumerate(files, start=1)
    )


def _named(frame: Frame, one: Attached) -> str:
    """Name a file with where in it to look."""
    return frame.word("evidence.pages", name=clip(one.name), pages=one.pages) if one.pages else clip(one.name)


def _serves(frame: Frame) -> Mapping[str, tuple[str, ...]]:
    """Name the items that look at each fact's evidence, as far as they count here."""
    counted = {one.key for one in frame.result.items if one.counted}
    found: dict[str, list[str]] = {}
    for item in frame.form.items():
        for fact in read_by(item) if item.key in counted else ():
            found.setdefault(fact, []).append(frame.text(item.title))
    return {fact: tuple(titles) for fact, titles in found.items()}


def _size(frame: Frame, size: int | None) -> str:
    """Write a size with at most one decimal, half up."""
    if size is None:
        return ""
    if size < _STEP:
        return frame.word("size.bytes", value=number(size))
    unit, one = ("size.kilo", _STEP) if size < _STEP * _STEP else ("size.mega", _STEP * _STEP)
    return frame.word(unit, value=number((Decimal(size) / one).quantize(_TENTH)))


def missing(frame: Frame) -> tuple[MissingProof, ...]:
    """List the items that earn something here and lack required proof; a trial takes no files, so it lacks none."""
    if frame.cover.state == "trial":
        return ()
    return tuple(
        MissingProof(number=str(index), **told) for index, told in enumerate(_missing(frame, _filed(frame)), start=1)
    )


def _filed(frame: Frame) -> proofs.Filed:
    return proofs.by_fact(
        Evidence(fact=one.fact, kind=one.kind or "", file=one.sha256 or one.name, issued_on=one.date)
        for one in frame.cover.evidence
    )


def _missing(frame: Frame, filed: proofs.Filed) -> Iterator[dict[str, str]]:
    results = {one.key: one for one in frame.result.items}
    for prepared in (one for _, items in plan(frame.form).sections for one in items):
        rule, scored = prepared.proof, results[prepared.item.key]
        least = floor_of(prepared.item)
        if rule is None or not scored.counted or (scored.earned == least and not scored.bonus):
            continue
        found = proofs.tally(rule, prepared.facts, filed, frame.inputs.as_of)
        if found.valid < rule.min_count:
            yield _told(frame, prepared, rule, found, scored.earned + scored.bonus - least)


def _told(frame: Frame, prepared: PreparedItem, rule: EvidenceRule, found: Tally, lost: Decimal) -> dict[str, str]:
    item = prepared.item
    return {
        "title": frame.text(item.title),
        "clauses": frame.where(item.clauses),
        "wanted": _wanted(frame, rule),
        "found": _found(frame, found),
        "lost": number(lost),
    }


def _wanted(frame: Frame, rule: EvidenceRule) -> str:
    kinds = {kind.key: frame.text(kind.title) for kind in frame.published.kinds}
    told = frame.join(tuple(kinds.get(kind, kind) for kind in rule.kinds)) or frame.word("evidence.gap.any")
    if rule.min_count > 1:
        told = frame.word("evidence.gap.count", kinds=told, count=rule.min_count)
    return told if rule.within_days is None else frame.word("evidence.gap.days", wanted=told, days=rule.within_days)


def _found(frame: Frame, found: Tally) -> str:
    counts = (("some", "valid", found.valid), ("kind", "count", found.other_kind), ("date", "count", found.out_of_date))
    told = tuple(frame.word(f"evidence.gap.{key}", **{name: count}) for key, name, count in counts if count)
    return frame.join(told) or frame.word("evidence.gap.nothing")

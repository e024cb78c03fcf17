"""Build the cover: who, against what, when, under which number (pure)."""

from collections.abc import Iterator

from assess.reports.frame import Frame
from assess.reports.parts import Identity, Pair
from assess.values.formats import date

_SHORT = 32


def identity(frame: Frame) -> Identity:
    """Build the cover's lines."""
    checklist, measure, cover = frame.published.checklist, frame.published.measure, frame.cover
    return Identity(
        title=frame.word("title"),
        checklist=frame.text(checklist.title),
        organisation=cover.organisation,
        short_name=cover.organisation if len(cover.organisation) <= _SHORT else cover.organisation[: _SHORT - 1] + "…",
        measure=frame.text(measure.title),
        version=checklist.version,
        as_of=date(frame.inputs.as_of, frame.locale),
        as_of_iso=frame.inputs.as_of.isoformat(),
        reference=cover.reference,
        pairs=tuple(Pair(label=frame.word(key), value=value) for key, value in _pairs(frame) if value),
    )


def _pairs(frame: Frame) -> Iterator[tuple[str, str | None]]:
    checklist, measure, cover = frame.published.checklist, frame.published.measure, frame.cover
    title = frame.text(measure.title)
    yield "credit_code", cover.credit_code
    yield "kind", frame.word(f"kind.{cover.kind}")
    yield "region", cover.region_name
    yield "roles", frame.join(tuple(name for key, name in frame.roles.items() if key in frame.inputs.profile.roles))
    yield "measure", f"《{title.strip('《》')}》" if frame.locale == "zh" else title
    yield "document_number", measure.document_number or frame.word("document_number.none")
    yield "checklist", f"{frame.text(checklist.title)} · {frame.word('version')} {checklist.version}"
    yield "as_of", date(frame.inputs.as_of, frame.locale)
    yield "reference", cover.reference or frame.word(f"reference.{cover.state}")
    yield "submitted_by", cover.submitted_by

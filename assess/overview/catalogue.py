"""The catalogue for everybody: measures, the checklists made from them, and the external rules they refer to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from sqlalchemy.orm import Session

from assess.checklists import documents, queries
from assess.checklists.definition import Audience, Measure, Published
from assess.checklists.models import ChecklistVersion
from assess.errors import NotFoundError
from assess.programmes.definition import Programme
from assess.scoring.form import Item


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A measure as its latest publication has it, with the checklists of it that are on offer."""

    measure: Measure
    checklists: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """An external rule, a checklist that asks what it pays by, and the items that name it."""

    programme: Programme
    document: Published
    uses: tuple[tuple[Published, Item], ...]


def measures(session: Session) -> tuple[MeasureEntry, ...]:
    """List the measures with a checklist on offer, the newest first; one query once the documents are known."""
    current = queries.currents(session)
    return entries(current, documents.gather(session, current))


def measure(session: Session, key: str) -> MeasureEntry:
    """Give one measure; one whose checklists are all retired is still shown, for who filled them in.

    Raises:
        NotFoundError: No checklist of it was ever published.
    """
    of_it = [version for version in queries.versions(session) if version.key.partition("/")[0] == key]
    if not of_it:
        raise NotFoundError
    current = _newest(version for version in of_it if version.retired_at is None)
    wanted = current or _newest(of_it)
    (found,) = entries(wanted, documents.gather(session, wanted))
    return found if current else MeasureEntry(found.measure, ())


def _newest(versions: Iterable[ChecklistVersion]) -> list[ChecklistVersion]:
    """Keep the last of each checklist."""
    return list({version.key: version for version in versions}.values())


def entries(versions: Sequence[ChecklistVersion], read: Sequence[Published]) -> tuple[MeasureEntry, ...]:
    """Put checklists together by measure; what was published last says how the measure reads."""
    paired = sorted(zip(versions, read, strict=True), key=_latest)
    latest: Mapping[str, Measure] = {document.measure.key: document.measure for _, document in paired}
    made = (
        MeasureEntry(found, tuple(sorted((one for one in read if one.measure.key == key), key=_audience)))
        for key, found in latest.items()
    )
    return tuple(sorted(made, key=lambda entry: (entry.measure.issued.date, entry.measure.key), reverse=True))


def _latest(pair: tuple[ChecklistVersion, Published]) -> tuple[datetime, str, int]:
    """Order by publication; a first start registers many at once, and then what says more is the later work."""
    version, document = pair
    return version.published_at, document.measure.validity.checked, len(document.measure.stances)


def _audience(document: Published) -> int:
    return get_args(Audience).index(document.checklist.audience)


def programmes(read: Sequence[Published]) -> tuple[ProgrammeEntry, ...]:
    """List the external rules that checklists name."""
    found = {programme.key: (programme, document) for document in read for programme in document.programmes}
    return tuple(
        ProgrammeEntry(programme, document, tuple(_uses(read, key))) for key, (programme, document) in found.items()
    )


def programme(session: Session, key: str) -> ProgrammeEntry:
    """Give one external rule.

    Raises:
        NotFoundError: No checklist on offer names it.
    """
    for entry in programmes(documents.gather(session, queries.currents(session))):
        if entry.programme.key == key:
            return entry
    raise NotFoundError


def _uses(read: Sequence[Published], key: str) -> Iterable[tuple[Published, Item]]:
    for document in read:
        yield from ((document, item) for item in document.checklist.form.items() if item.programme == key)

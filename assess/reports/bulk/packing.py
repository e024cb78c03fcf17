"""Putting the files of a batch together: each made one once, in the order of their numbers, with an index behind them.

Nothing of an archive is in memory but a piece of one file: it is written while the storage takes it in.
"""

import json
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Final, cast

from sqlalchemy import select

from assess.accounts.models import Organisation
from assess.assessments.bundles.zipping import Sink, described
from assess.assessments.models import Assessment, Submission
from assess.campaigns.models import Campaign
from assess.db import Database
from assess.errors import NotFoundError
from assess.exchange import streaming
from assess.reports.bulk.indexing import HEADS, Line, told
from assess.reports.bulk.models import EntryError, EntryState, ReportBatch, ReportBatchEntry
from assess.reports.models import Report
from assess.storage import Storage, Stored
from assess.values.text import Locale
from assess.wording.sentences import say

PAGE: Final = 500
LOOK: Final = 50
"""After so many files it is looked whether somebody stopped the work."""


class LeftOffError(Exception):
    """The work was stopped in the middle; what was written of it is thrown away."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What an archive is made of. `lost` takes the numbers whose files the storage does not have any more."""

    database: Database
    storage: Storage
    batch_id: uuid.UUID
    going: Callable[[], bool]
    lost: list[int] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Go through the entries by number, a page at a time."""
        after = 0
        while page := self._page(after):
            yield from page
            after = page[-1].number

    def _page(self, after: int) -> list[Line]:
        wanted = (
            select(ReportBatchEntry, Report, Submission.reference, Submission.at, Organisation)
            .join(Submission, Submission.id == ReportBatchEntry.submission_id)
            .join(Assessment, Assessment.id == Submission.assessment_id)
            .join(Organisation, Organisation.id == Assessment.organisation_id)
            .outerjoin(Report, Report.id == ReportBatchEntry.report_id)
            .where(ReportBatchEntry.batch_id == self.batch_id, ReportBatchEntry.number > after)
            .order_by(ReportBatchEntry.number)
            .limit(PAGE)
        )
        with self.database.read() as session:
            return [_line(*row) for row in session.execute(wanted)]

    def index(self) -> Iterator[Line]:
        """Go through the entries as the index tells them: what is lost is said to be."""
        for line in self.lines():
            yield line.without() if line.number in self.lost else line

    def heading(self) -> tuple[str, Locale, datetime]:
        """Give the campaign's name, the language, and when the batch was asked for."""
        with self.database.read() as session:
            name, locale, at = session.execute(
                select(Campaign.name, ReportBatch.locale, ReportBatch.created_at)
                .join(Campaign, Campaign.id == ReportBatch.campaign_id)
                .where(ReportBatch.id == self.batch_id)
            ).one()
        return name, "en" if locale == "en" else "zh", at

    def indexes(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Write the index three times: for a program, for a spreadsheet, and for whoever has neither."""
        name, locale, at = self.heading()

        def table() -> streaming.Table:
            heads = [(say(f"bulk.column.{key}", {}, locale), width) for key, width in HEADS]
            rows = (list(told(line, locale).values()) for line in self.index())
            return streaming.Table(say("bulk.index", {}, locale), heads, rows)

        yield "index.csv", streaming.plain(table())
        yield "index.xlsx", streaming.workbook(name, [table()])
        yield "index.json", self._json(name, at, locale)

    def _json(self, name: str, at: datetime, locale: Locale) -> Iterator[bytes]:
        head = json.dumps({"campaign": name, "asked_at": at.isoformat(), "locale": locale}, ensure_ascii=False)
        yield f'{head[:-1]}, "reports": ['.encode()
        for number, line in enumerate(self.index()):
            comma = ",\n" if number else "\n"
            yield (comma + json.dumps(told(line, locale), ensure_ascii=False, default=str)).encode()
        yield b"\n]}\n"

    def pieces(self) -> Iterator[bytes]:
        """Write the archive.

        Raises:
            LeftOffError: Somebody stopped the work.
        """
        sink = Sink()
        with zipfile.ZipFile(sink, "w") as archive:
            for count, line in enumerate(self.lines()):
                if count % LOOK == 0 and not self.going():
                    raise LeftOffError
                yield from self._file(archive, sink, line)
            for name, made in self.indexes():
                yield from _written(archive, sink, _member(name, None, packed=True), made)
        yield sink.taken()

    def _file(self, archive: zipfile.ZipFile, sink: Sink, line: Line) -> Iterator[bytes]:
        if line.key is None:
            return
        try:
            content = self.storage.stream(line.key)
        except NotFoundError:
            self.lost.append(line.number)
            return
        member = _member(line.name, line.at, packed=line.name.endswith(".html"))
        member.file_size = line.size or 0
        yield from _written(archive, sink, member, content)


def _line(
    one: ReportBatchEntry, report: Report | None, reference: str, at: datetime, organisation: Organisation
) -> Line:
    """Tell of an entry; its file counts once the entry says that it is made."""
    made = report if one.state is EntryState.MADE else None
    return Line(
        number=one.number,
        name=one.name,
        organisation=organisation.name,
        credit_code=organisation.credit_code or "",
        reference=reference,
        at=at,
        error=one.error,
        key=made.file_key if made is not None else None,
        size=made.size if made is not None else None,
        code=made.code if made is not None else "",
        confirms=(made.confirms if made is not None else None) or {},
    )


def _member(name: str, at: datetime | None, *, packed: bool) -> zipfile.ZipInfo:
    """Describe a file of the archive; what is compressed in itself is laid in as it is."""
    made = described(name, at)
    made.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return made


def _written(
    archive: zipfile.ZipFile, sink: Sink, member: zipfile.ZipInfo, content: Iterable[bytes]
) -> Iterator[bytes]:
    with archive.open(member, "w") as target:
        for piece in content:
            target.write(piece)
            yield sink.taken()
    yield sink.taken()


def pack(database: Database, storage: Storage, batch_id: uuid.UUID, going: Callable[[], bool]) -> Stored | None:
    """Make the archive of a batch and store it; None where there is no file to put in.

    Raises:
        LeftOffError: `going` said no.
    """
    made = Pack(database, storage, batch_id, going)
    if not any(line.key for line in made.lines()):
        return None
    stored = storage.put(cast("BinaryIO", _Source(made.pieces())))
    _note_lost(database, batch_id, made.lost)
    return stored


def export_index(database: Database, storage: Storage, batch_id: uuid.UUID) -> None:
    """Lay the index beside the files that were laid into the storage."""
    made = Pack(database, storage, batch_id, lambda: True)
    with database.read() as session:
        campaign = session.scalar(select(ReportBatch.campaign_id).where(ReportBatch.id == batch_id))
    for name, content in made.indexes():
        stored = storage.put(cast("BinaryIO", _Source(iter(content))))
        storage.export(stored.key, f"{campaign}/{batch_id}/{name}")


def _note_lost(database: Database, batch_id: uuid.UUID, lost: Iterable[int]) -> None:
    """Say of entries whose file is gone that there is none; a second try makes them anew."""
    with database.write() as session:
        for number in lost:
            found = session.get_one(ReportBatchEntry, (batch_id, number))
            report = session.get(Report, found.report_id) if found.report_id else None
            found.state, found.error, found.report_id = EntryState.FAILED, EntryError.LOST, None
            session.flush()
            if report is not None:
                session.delete(report)
        session.commit()


class _Source:
    """Reads what is written meanwhile, as a file would be read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held: Any = b""

    def read(self, size: int = -1) -> bytes:
        """Give up to so many bytes; fewer only at the end."""
        parts, length = [self._held], len(self._held)
        while (size < 0 or length < size) and (piece := next(self._pieces, None)) is not None:
            parts.append(piece)
            length += len(piece)
        joined = b"".join(parts)
        taken = joined if size < 0 else joined[:size]
        self._held = joined[len(taken) :]
        return taken

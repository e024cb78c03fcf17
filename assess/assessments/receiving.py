"""A file on its way in: looked at, scanned and stored, before anything is locked."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import BinaryIO

from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments import filetypes, filing
from assess.assessments.filing import Told
from assess.assessments.models import Assessment, Evidence
from assess.assessments.operations import log
from assess.errors import InvalidError, TooLargeError
from assess.scanning import InfectedError, Scanner
from assess.storage import Storage

_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it was sent.

    `kind` is a key of kinds.yaml; `row_id` names a row where the fact is a table; `pages` says where to look.
    """

    name: str
    content: BinaryIO
    kind: str
    row_id: str | None = None
    issued_on: date | None = None
    pages: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A stored file; `scanned` names the scanner that found nothing in it, and is empty where none is set up."""

    name: str
    media_type: str
    size: int
    sha256: str
    scanned: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where files come in: whose they are, where they go, and who looks at them first."""

    session: Session
    storage: Storage
    actor: Actor
    assessment: Assessment
    now: datetime
    limit: int
    scanner: Scanner | None

    def receive(self, fact: str, upload: Upload) -> Evidence:
        """Check and store a file; give its row, which hangs nowhere yet.

        Raises:
            InvalidError: Not an accepted file, or kind, date or pages do not fit.
            TooLargeError: Longer than the limit.
            UnavailableError: The scanner does not answer.
        """
        asked = filing.question(self.assessment, fact)
        told = filing.checked(asked, Told(upload.kind, upload.row_id, upload.issued_on, upload.pages), self.now)
        name = filetypes.clean_name(upload.name)
        self._check_size(upload.content)
        self.session.commit()  # nothing was written: this only ends the transaction before the file is looked at
        kind = filetypes.recognise(name, upload.content)
        scanned = self._scan(fact, name, upload.content)
        stored = self.storage.put(upload.content, limit=self.limit)
        file = File(name, kind.media_type, stored.size, stored.key, scanned)
        return row(file, told, assessment=self.assessment, fact=fact, actor=self.actor, now=self.now)

    def _check_size(self, content: BinaryIO) -> None:
        if content.seek(0, 2) > self.limit:
            raise TooLargeError("evidence.too-large", most=self.limit // (1024 * 1024))
        content.seek(0)

    def _scan(self, fact: str, name: str, content: BinaryIO) -> str:
        """Have a file scanned where a scanner is set up; what it finds is written down, without the content."""
        if self.scanner is None:
            return ""
        try:
            return self.scanner.scan(content)
        except InfectedError as found:
            detail = {"fact": fact, "name": name, "sha256": _digest(content), "found": found.name}
            log(self.session, self.assessment, self.actor, "evidence.infected", self.now, **detail)
            self.session.commit()  # the refusal that follows must not take the event with it
            raise InvalidError("evidence.infected", field="file", found=found.name) from found
        finally:
            content.seek(0)


def row(file: File, told: Told, *, assessment: Assessment, fact: str, actor: Actor, now: datetime) -> Evidence:
    """Make a file's row."""
    return Evidence(
        id=uuid.uuid4(),
        assessment_id=assessment.id,
        fact=fact,
        row_id=told.row_id,
        kind=told.kind,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        issued_on=told.issued_on,
        by=actor.account_id,
        at=now,
        pages=told.pages,
        scanned=file.scanned,
    )


def _digest(content: BinaryIO) -> str:
    made = sha256()
    content.seek(0)
    while piece := content.read(_CHUNK):
        made.update(piece)
    return made.hexdigest()

"""What the forms about files send."""

import datetime as dt
import uuid
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile

from assess.assessments.evidence import Upload
from assess.errors import InvalidError
from assess.values.written import plain_date


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a file, as it was sent."""

    kind: str
    row: str
    issued: str
    pages: str

    @property
    def row_id(self) -> str | None:
        """Give the row, if one was chosen."""
        return self.row or None

    @property
    def day(self) -> dt.date | None:
        """Give the date of the document.

        Raises:
            InvalidError: It is no date.
        """
        if not self.issued:
            return None
        try:
            return dt.date.fromisoformat(plain_date(self.issued))
        except ValueError:
            raise InvalidError("value.not-a-date", field="issued_on") from None


def said(posted: FormData) -> Said:
    """Read what is said of a file."""
    return Said(*(str(posted.get(name) or "") for name in ("kind", "row", "issued", "pages")))


def upload(posted: FormData, sent: UploadFile) -> Upload:
    """Read one file with what the form says of it.

    Raises:
        InvalidError: The date is none.
    """
    given = said(posted)
    return Upload(
        name=sent.filename or "",
        content=sent.file,
        kind=given.kind,
        row_id=given.row_id,
        issued_on=given.day,
        pages=given.pages,
    )


def sent_files(posted: FormData, name: str = "files") -> list[UploadFile]:
    """List the files that were chosen; a form sent without any holds one without a name."""
    return [one for one in posted.getlist(name) if isinstance(one, UploadFile) and one.filename]


def chosen(posted: FormData) -> list[uuid.UUID]:
    """List the files that were ticked; what is no id is nothing that was offered."""
    found = []
    for one in posted.getlist("chosen"):
        try:
            found.append(uuid.UUID(str(one)))
        except ValueError:
            continue
    return found

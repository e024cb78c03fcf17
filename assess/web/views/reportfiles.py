"""Reports as files to choose from and to save."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import Request, Response
from starlette.datastructures import FormData

from assess.assessments.filetypes import clean_name
from assess.errors import InvalidError, NotFoundError
from assess.reports.downloads import Download
from assess.reports.formats import MEDIA_TYPES, SUFFIXES, headers
from assess.reports.models import FORMAT_OF, Report, ReportFormat, ReportStatus
from assess.reports.operations import Progress
from assess.reports.orders import FORMATS, Format
from assess.web.files import file_response, get_storage
from assess.web.i18n import gettext as _
from assess.web.views.attached import size

_NAMES: Final[Mapping[Format, str]] = {
    "pdf": "PDF",
    "pdfa": "PDF/A",
    "docx": "Word",
    "xlsx": "Excel",
    "html": "HTML",
}
"""What the kinds are called in every language."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of file, for the menu: what it is called, and what it is good for."""

    format: Format
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class Status:
    """How far a report is, for its box on a page; `file` is where it can be saved from."""

    url: str
    file: str
    format: Format
    name: str
    ready: bool
    failed: bool
    done: int
    total: int
    size: str


def choices(others_than: Format) -> list[Choice]:
    """Give the kinds of file a person can ask for besides the one at hand."""
    hints: Mapping[Format, str] = {
        "pdf": _("打印、盖章"),
        "pdfa": _("长期存档"),
        "docx": _("可以修改"),
        "xlsx": _("数字可以计算"),
        "html": _("在浏览器里看"),
    }
    return [Choice(one, _NAMES[one], hints[one]) for one in hints if one != others_than]


def wanted(form: FormData) -> Format:
    """Read which kind of file was asked for; PDF where nothing was said.

    Raises:
        InvalidError: There is no such kind.
    """
    said = form.get("format", "pdf")
    if said not in FORMATS:
        raise InvalidError("report.format", field="format")
    return said


def status_of(found: Report, progress: Progress, url: str) -> Status:
    """Say how far a report is, and where it is served."""
    kind = FORMAT_OF[found.format]
    return Status(
        url=url,
        file=f"{url}/report.{SUFFIXES[kind]}",
        format=kind,
        name=_NAMES[kind],
        ready=progress.status is ReportStatus.READY,
        failed=progress.status is ReportStatus.FAILED,
        done=progress.done,
        total=progress.total,
        size=size(found.size) if found.size else "",
    )


def place(found: Report, url: str) -> str:
    """Give where a person is sent who asked: to the file that is there already, else to how far it is.

    A PDF has its page in any case, which offers it among the others.
    """
    kind = FORMAT_OF[found.format]
    made = found.status is ReportStatus.READY and found.format is not ReportFormat.PDF
    return f"{url}/report.{SUFFIXES[kind]}" if made else url


def file_of(request: Request, found: Report | Download, suffix: str, name: str) -> Response:
    """Serve a finished report; it never changes, so that its hash is its ETag.

    Raises:
        NotFoundError: It is not made yet, or is another kind of file.
    """
    kind = FORMAT_OF[found.format]
    if found.file_key is None or suffix != SUFFIXES[kind]:
        raise NotFoundError
    tag = f'"{found.file_key}"'
    told = {"etag": tag, "cache-control": "private, no-cache", **headers(kind)}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=told)
    # an organisation may be called what no file can be
    archive = "-PDFA" if kind == "pdfa" else ""
    named = clean_name(f"{name}{archive}.{suffix}".replace("/", "-"))
    return file_response(get_storage(request), found.file_key, media_type=MEDIA_TYPES[kind], name=named, headers=told)

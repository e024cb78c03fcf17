"""One report to be made: its content in one look and one format (pure)."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from assess.reports.district_parts import DistrictContent
from assess.reports.faces import PLAIN, Face
from assess.reports.parts import ReportContent
from assess.reports.seals import Seal

Format = Literal["pdf", "pdfa", "html", "docx", "xlsx"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""`pdfa` is the PDF for archives (PDF/A-3)."""

Content = ReportContent | DistrictContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a worker is asked to make; the same order gives the same bytes."""

    content: Content
    format: Format = "pdf"
    face: Face = PLAIN
    seal: Seal | None = None

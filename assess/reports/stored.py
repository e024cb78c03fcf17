"""Report content as the database keeps it while it waits: JSON that reads back into the same content."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import Discriminator, Tag, TypeAdapter

from assess.reports.district_parts import DistrictContent
from assess.reports.orders import Content
from assess.reports.parts import ReportContent


def _kind(value: Any) -> str:  # noqa: ANN401 - what is being read, or content
    """Tell the kinds apart; what was stored before there were two is a report."""
    return str(value.get("kind", "report") if isinstance(value, Mapping) else value.kind)


_ADAPTER: Final[TypeAdapter[Content]] = TypeAdapter(
    Annotated[
        Annotated[ReportContent, Tag("report")] | Annotated[DistrictContent, Tag("district")], Discriminator(_kind)
    ]
)


def to_text(content: Content) -> str:
    """Write a report's content."""
    return _ADAPTER.dump_json(content).decode()


def from_text(text: str) -> Content:
    """Read a report's content back.

    Raises:
        ValidationError: The text is not what `to_text` writes.
    """
    return _ADAPTER.validate_json(text)

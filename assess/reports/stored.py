"""Report content as the database keeps it while it waits: JSON that reads back into the same content."""

from typing import Final

from pydantic import TypeAdapter

from assess.reports.parts import ReportContent

_ADAPTER: Final = TypeAdapter(ReportContent)


def to_text(content: ReportContent) -> str:
    """Write a report's content."""
    return _ADAPTER.dump_json(content).decode()


def from_text(text: str) -> ReportContent:
    """Read a report's content back.

    Raises:
        ValidationError: The text is not what `to_text` writes.
    """
    return _ADAPTER.validate_json(text)

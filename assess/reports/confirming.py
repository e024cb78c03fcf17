"""What anyone who holds a report is told of it: the little that outlives its content (pure)."""

from typing import Any

from assess.reports.orders import Content


def confirms(content: Content) -> dict[str, Any]:
    """Give what is kept of a report to confirm it by: no answer, no gap, no name of a person."""
    identity, summary = content.identity, content.summary
    return {
        "state": content.state,
        "organisation": identity.organisation,
        "title": identity.title,
        "checklist": identity.checklist,
        "measure": identity.measure,
        "version": identity.version,
        "as_of": identity.as_of_iso,
        "reference": identity.reference,
        "grade": summary.grade.letter,
        "scores": [
            {"dial": dial.dial, "title": dial.title, "final": dial.final, "full": dial.full, "reviewed": dial.reviewed}
            for dial in summary.dials
        ],
    }

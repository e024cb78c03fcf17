"""What anyone who holds a report is told of it: the little that outlives its content (pure)."""

from typing import Any

from assess.reports.district_parts import DistrictContent
from assess.reports.orders import Content
from assess.reports.parts import ReportContent


def confirms(content: Content) -> dict[str, Any]:
    """Give what is kept of a report to confirm it by: no answer, no gap, no name of a person."""
    identity = content.identity
    told = _district(content) if isinstance(content, DistrictContent) else _scores(content)
    return {
        "kind": content.kind,
        "state": content.state,
        "organisation": identity.organisation,
        "title": identity.title,
        "checklist": identity.checklist,
        "measure": identity.measure,
        "version": identity.version,
        "as_of": identity.as_of_iso,
        "reference": identity.reference,
        **told,
    }


def _scores(content: ReportContent) -> dict[str, Any]:
    return {
        "grade": content.summary.grade.letter,
        "scores": [
            {"dial": dial.dial, "title": dial.title, "final": dial.final, "full": dial.full, "reviewed": dial.reviewed}
            for dial in content.summary.dials
        ],
    }


def _district(content: DistrictContent) -> dict[str, Any]:
    """Give the medians in the place of scores: a district has no grade."""
    everybody = content.overview.all
    return {
        "grade": None,
        "scores": [
            {"dial": dial.dial, "title": dial.title, "final": dial.median, "full": dial.full, "reviewed": None}
            for dial in content.overview.dials
        ],
        "organisations": {"total": everybody.total, "handed_in": everybody.handed_in},
    }

"""The machine-readable result that is attached to a report (pure): see docs/reports.md for its keys.

Numbers are strings of plain decimals, so that no reader rounds them; keys are sorted; the same content gives the same
bytes. It holds no answer and no words of respondents beyond the organisation's name.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from assess.reports.content import canonical
from assess.reports.parts import EvidenceLine, ReportContent
from assess.reports.parts_result import ResultData

SCHEMA: Final = "assess.report.result/1"
NAME: Final = "result.json"


def result_json(content: ReportContent) -> bytes:
    """Write the figures of a report as canonical JSON in UTF-8, with one newline at its end."""
    told = json.dumps(_told(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{told}\n".encode()


def _told(content: ReportContent) -> dict[str, Any]:
    figures = content.figures
    if figures is None:  # content that waited since before there were figures
        return {"schema": SCHEMA, "identity": _identity(content), "content_sha256": _hash(content)}
    return {
        "schema": SCHEMA,
        "identity": {**_identity(content), **_whose(figures)},
        "dials": [dataclasses.asdict(one) for one in figures.dials],
        "grade": dataclasses.asdict(figures.grade),
        "sections": [dataclasses.asdict(one) for one in figures.sections],
        "items": [dataclasses.asdict(one) for one in figures.items],
        "gaps": [dataclasses.asdict(one) for one in figures.gaps],
        "path": dataclasses.asdict(figures.path),
        "review": _review(content, figures),
        "evidence": list(_evidence(content)),
        "checklist_sha256": figures.checklist_sha256,
        "content_sha256": _hash(content),
        "engine": figures.engine,
    }


def _identity(content: ReportContent) -> dict[str, Any]:
    identity = content.identity
    return {
        "organisation": identity.organisation,
        "state": content.state,
        "locale": content.locale,
        "version": identity.version,
        "as_of": identity.as_of_iso,
        "reference": identity.reference,
    }


def _whose(figures: ResultData) -> dict[str, Any]:
    return {
        "checklist": figures.checklist,
        "measure": figures.measure,
        "kind": figures.kind,
        "region": figures.region,
        "credit_code": figures.credit_code,
    }


def _review(content: ReportContent, figures: ResultData) -> dict[str, Any] | None:
    if content.review is None:
        return None
    return {
        "decided": content.review.sha256 is not None,
        "decided_on": figures.decided_on,
        "result_sha256": content.review.sha256,
        "unmarked": list(figures.unmarked),
    }


def _evidence(content: ReportContent) -> Iterator[dict[str, Any]]:
    """Name files by their hashes only: what they are called was typed by somebody."""
    seen: set[str] = set()
    for line in content.evidence:
        if line.sha256 and line.sha256 not in seen:
            seen.add(line.sha256)
            yield _file(line)


def _file(line: EvidenceLine) -> dict[str, Any]:
    return {"sha256": line.sha256, "size": line.bytes}


def _hash(content: ReportContent) -> str:
    return hashlib.sha256(canonical(content).encode("ascii")).hexdigest()

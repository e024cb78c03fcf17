"""What a submission freezes, as canonical JSON whose SHA-256 is printed on the report."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from assess.assessments import consulted as lists
from assess.assessments import contradictions
from assess.assessments import profile as profiles
from assess.assessments.consulted import Consulted
from assess.assessments.contradictions import Contradiction
from assess.assessments.queries import Filed, Loaded
from assess.checklists.definition import Published
from assess.scoring.evidence import Evidence
from assess.scoring.inputs import Inputs
from assess.values import dump
from assess.values.parse import parse

FORMAT = 1


def take(
    loaded: Loaded,
    *,
    declared_name: str,
    contradicted: Iterable[Contradiction] | None = None,
    consulted: Consulted | None = None,
) -> dict[str, Any]:
    """Give the content of an assessment as plain data.

    Args:
        loaded: The assessment.
        declared_name: Who declares.
        contradicted: What published lists say otherwise; None where nothing was compared.
        consulted: The lists there were to compare with; None where its form asks about none.
    """
    return {
        "format": FORMAT,
        "assessment": str(loaded.assessment.id),
        "checklist": {"key": loaded.published.key, "sha256": loaded.sha256},
        "organisation": loaded.organisation_name,
        "profile": profiles.to_json(loaded.profile),
        "answers": {
            fact: {"value": None if held.value is None else dump.to_json(held.value), "note": held.note}
            for fact, held in sorted(loaded.answers.items())
            if held.value is not None or held.note
        },
        "not_applicable": dict(sorted(loaded.claims.items())),
        "evidence": [_filed(filed) for filed in loaded.evidence],
        "contradictions": None if contradicted is None else contradictions.to_json(contradicted),
        "consulted": None if consulted is None else lists.to_json(consulted),  # since issue 7
        "declared_name": declared_name,
    }


def _filed(filed: Filed) -> dict[str, Any]:
    return {
        "id": str(filed.id),
        "fact": filed.fact,
        "row_id": filed.row_id,
        "kind": filed.kind,
        "name": filed.name,
        "size": filed.size,
        "sha256": filed.sha256,
        "issued_on": filed.issued_on.isoformat() if filed.issued_on else None,
        "pages": filed.pages,  # since issue 6: earlier snapshots have none
    }


def canonical(snapshot: Mapping[str, Any]) -> str:
    """Write a snapshot in the one way that is hashed."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Give the hash of a canonical snapshot, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def inputs(published: Published, snapshot: Mapping[str, Any], as_of: date) -> Inputs:
    """Read a snapshot back into what is scored; the document is the one it was taken on."""
    given = {fact: answer["value"] for fact, answer in snapshot["answers"].items() if answer["value"] is not None}
    facts = {fact.key: fact for fact in published.facts}
    answers = {fact: parse(facts[fact], value) for fact, value in given.items()}
    return Inputs(answers, profiles.from_json(snapshot["profile"]), as_of, snapshot["not_applicable"])


def evidence(snapshot: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Give the frozen proof as the supported column counts it."""
    return tuple(
        Evidence(
            fact=filed["fact"],
            kind=filed["kind"],
            file=filed["sha256"],
            issued_on=date.fromisoformat(filed["issued_on"]) if filed["issued_on"] else None,
        )
        for filed in snapshot["evidence"]
    )


def proof(filed: Iterable[Filed]) -> tuple[Evidence, ...]:
    """Give proof that is not frozen yet as the supported column counts it."""
    return tuple(Evidence(fact=one.fact, kind=one.kind, file=one.sha256, issued_on=one.issued_on) for one in filed)

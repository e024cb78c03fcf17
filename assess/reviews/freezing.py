"""What a decision freezes besides the score: marks and verdicts, as canonical JSON (pure)."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assess.reviews.models import EvidenceVerdict, ReasonCode, ReviewMark, VerdictWord, VetoWord
from assess.reviews.scores import VETOES
from assess.scoring.marks import Mark

FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenMark:
    """A mark as it was when the decision was made; `by` is the account."""

    item: str
    level: int
    points: Decimal | None
    rejects_not_applicable: bool
    veto: VetoWord | None
    reason: ReasonCode | None
    opinion: str
    by: uuid.UUID

    @property
    def mark(self) -> Mark:
        """Give what scoring takes."""
        return Mark(
            item=self.item,
            points=self.points,
            rejects_not_applicable=self.rejects_not_applicable,
            veto=VETOES[self.veto] if self.veto else None,
            level=self.level,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenVerdict:
    """What was said of a file when the decision was made."""

    evidence: uuid.UUID
    level: int
    verdict: VerdictWord
    remark: str
    by: uuid.UUID


@dataclass(frozen=True, slots=True)
class Frozen:
    """All that reviewers said, in the order of items and files, the first level first."""

    marks: tuple[FrozenMark, ...]
    verdicts: tuple[FrozenVerdict, ...]

    def final(self) -> dict[str, FrozenMark]:
        """Give one mark an item: the last level wins in what it says; a silent one leaves what was said before."""
        found: dict[str, FrozenMark] = {}
        for mark in sorted(self.marks, key=lambda mark: mark.level):
            found[mark.item] = _over(found.get(mark.item), mark)
        return found


def _over(before: FrozenMark | None, mark: FrozenMark) -> FrozenMark:
    if before is None:
        return mark
    spoke = mark.reason is not None or bool(mark.opinion) or mark.points not in {None, before.points}
    return FrozenMark(
        item=mark.item,
        level=mark.level,
        points=before.points if mark.points is None else mark.points,
        rejects_not_applicable=before.rejects_not_applicable or mark.rejects_not_applicable,
        veto=mark.veto or before.veto,
        reason=mark.reason if spoke else before.reason,
        opinion=mark.opinion if spoke else before.opinion,
        by=mark.by,
    )


def freeze(marks: Iterable[ReviewMark], verdicts: Iterable[EvidenceVerdict]) -> dict[str, Any]:
    """Give marks and verdicts as plain data."""
    return {
        "format": FORMAT,
        "marks": [_mark(one) for one in sorted(marks, key=lambda one: (one.item, one.level))],
        "verdicts": [_verdict(one) for one in sorted(verdicts, key=lambda one: (str(one.evidence_id), one.level))],
    }


def _mark(one: ReviewMark) -> dict[str, Any]:
    return {
        "item": one.item,
        "level": one.level,
        "points": one.points,
        "rejects_not_applicable": one.rejects_not_applicable,
        "veto": one.veto.value if one.veto else None,
        "reason": one.reason.value if one.reason else None,
        "opinion": one.opinion,
        "by": str(one.by),
    }


def _verdict(one: EvidenceVerdict) -> dict[str, Any]:
    return {
        "evidence": str(one.evidence_id),
        "level": one.level,
        "verdict": one.verdict.value,
        "remark": one.remark,
        "by": str(one.by),
    }


def thaw(text: str) -> Frozen:
    """Read what a decision froze."""
    data: Mapping[str, Any] = json.loads(text)
    return Frozen(
        marks=tuple(
            FrozenMark(
                item=one["item"],
                level=one["level"],
                points=None if one["points"] is None else Decimal(one["points"]),
                rejects_not_applicable=one["rejects_not_applicable"],
                veto=VetoWord(one["veto"]) if one["veto"] else None,
                reason=ReasonCode(one["reason"]) if one["reason"] else None,
                opinion=one["opinion"],
                by=uuid.UUID(one["by"]),
            )
            for one in data["marks"]
        ),
        verdicts=tuple(
            FrozenVerdict(
                evidence=uuid.UUID(one["evidence"]),
                level=one["level"],
                verdict=VerdictWord(one["verdict"]),
                remark=one["remark"],
                by=uuid.UUID(one["by"]),
            )
            for one in data["verdicts"]
        ),
    )

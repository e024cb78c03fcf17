"""What a reviewer's forms send: a mark with verdicts on files, what goes back, filters of the queue."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from starlette.datastructures import FormData

from assess.errors import InvalidError
from assess.reviews.marking import MarkChange
from assess.reviews.models import ReasonCode, VerdictWord, VetoWord
from assess.values.written import plain_number
from assess.web.forms.typed import plain_text, revision

VERDICT: Final = "verdict:"
REMARK: Final = "remark:"
COMMENT: Final = "comment:"
LONGEST_NUMBER: Final = 20
Word = TypeVar("Word", VetoWord, ReasonCode)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSent:
    """The mark form as it was sent. `choice` is what its radio said: claimed, supported, zero, other, or nothing."""

    choice: str = ""
    points: str = ""
    rejects: bool = False
    veto: str = ""
    reason: str = ""
    opinion: str = ""
    expected: int = 0
    verdicts: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Say whether nothing was said of the item: perhaps only of its files."""
        return not (self.choice or self.points or self.rejects or self.veto or self.reason or self.opinion)


def one(posted: FormData, name: str) -> str:
    """Give a posted text; empty where there is none, or a file."""
    value = posted.get(name)
    return plain_text(value) if isinstance(value, str) else ""


def mark_sent(posted: FormData) -> MarkSent:
    """Read the mark form."""
    return MarkSent(
        choice=one(posted, "choice"),
        points=one(posted, "points"),
        rejects=one(posted, "rejects") == "yes",
        veto=one(posted, "veto"),
        reason=one(posted, "reason"),
        opinion=one(posted, "opinion"),
        expected=revision(one(posted, "expected")),
        verdicts={
            key.removeprefix(VERDICT): (one(posted, key), one(posted, REMARK + key.removeprefix(VERDICT)))
            for key in posted
            if key.startswith(VERDICT)
        },
    )


def change(sent: MarkSent, offered: Mapping[str, Decimal]) -> MarkChange:
    """Put a mark together.

    Args:
        sent: The form.
        offered: The points behind each radio that names points.

    Raises:
        InvalidError: `field` is `points`, `veto` or `reason`: no number, or a word the form does not offer.
    """
    return MarkChange(
        points=_points(sent, offered),
        rejects_not_applicable=sent.rejects,
        veto=_word(VetoWord, sent.veto, "veto"),
        reason=_word(ReasonCode, sent.reason, "reason"),
        opinion=sent.opinion,
    )


def _points(sent: MarkSent, offered: Mapping[str, Decimal]) -> Decimal | None:
    if sent.choice in offered:
        return offered[sent.choice]
    if not sent.points:
        if sent.choice:
            raise InvalidError("value.not-a-number", field="points")
        return None
    try:
        found = Decimal(plain_number(sent.points)) if len(sent.points) <= LONGEST_NUMBER else Decimal("NaN")
    except InvalidOperation:
        raise InvalidError("value.not-a-number", field="points") from None
    if not found.is_finite():
        raise InvalidError("value.not-a-number", field="points")
    return found


def _word(kind: type[Word], text: str, name: str) -> Word | None:
    try:
        return kind(text) if text else None
    except ValueError:
        raise InvalidError("value.not-an-option", field=name, given=text) from None


def verdicts(sent: MarkSent) -> Iterator[tuple[uuid.UUID, VerdictWord | None, str]]:
    """Go through what was said of files; addresses and words that are none are passed over."""
    words = {word.value: word for word in VerdictWord}
    for key, (verdict, remark) in sent.verdicts.items():
        try:
            evidence_id = uuid.UUID(key)
        except ValueError:
            continue
        yield evidence_id, words.get(verdict), remark


def comments(posted: FormData) -> dict[str, str]:
    """Give the comments of the return form by item, of all items, ticked or not."""
    return {key.removeprefix(COMMENT): one(posted, key) for key in posted if key.startswith(COMMENT)}


def ticked(posted: FormData) -> tuple[str, ...]:
    """Give the items that were ticked."""
    return tuple(dict.fromkeys(value for value in posted.getlist("item") if isinstance(value, str)))

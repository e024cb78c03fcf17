"""What a report tells of a review: the reviewed column, opinions, and the decision (pure)."""

from collections.abc import Iterator

from assess.reports.figures import number
from assess.reports.frame import Frame
from assess.reports.parts import ReviewTold
from assess.reports.reviewed import Review
from assess.scoring.form import Item
from assess.scoring.result import ItemResult
from assess.values.formats import date
from assess.wording.review_terms import REASONS_PRINTED


def told(frame: Frame, grade: str) -> ReviewTold | None:
    """Tell of the review in the first chapter; nothing where nobody has reviewed.

    Args:
        frame: The report in the making.
        grade: The grade after the review, in words.
    """
    review = frame.review
    if review is None:
        return None
    return ReviewTold(lines=tuple(_lines(frame, review, grade)), sha256=review.ruling.sha256 if review.ruling else None)


def _lines(frame: Frame, review: Review, grade: str) -> Iterator[str]:
    ruling = review.ruling
    if ruling is None:
        yield frame.word("review.going", count=len(review.column.unmarked))
        return
    day = date(ruling.day, frame.locale)
    yield frame.word("review.decided", organisation=ruling.body, date=day, number=ruling.number)
    yield frame.word("review.grade", grade=grade)
    if ruling.statement:
        yield frame.word("review.statement", text=ruling.statement)
    yield frame.word("review.ours")
    yield frame.word("review.sha256", value=ruling.sha256)


def points(frame: Frame, item: Item) -> str:
    """Give the 复核得分 of an item: its points, why it has none, or that nobody has reviewed."""
    review = frame.review
    if review is None:
        return frame.word("reviewed.none")
    if item.key in review.column.unmarked:
        return frame.word("reviewed.open")
    found = review.column.points(item.key)
    return "—" if found is None else number(found)


def opinion(frame: Frame, item: Item) -> str:
    """Give the 审核意见 of an item, with what was said of its veto."""
    said = frame.review.opinions.get(item.key) if frame.review else None
    if said is None:
        return ""
    veto = frame.word(f"review.veto.{said.veto}") if said.veto else ""
    return veto + said.text


def lost(frame: Frame, item: Item, claimed: ItemResult) -> str:
    """Say what the review took off or added, and why; nothing where it agrees or has not spoken."""
    review = frame.review
    found = review.column.points(item.key) if review else None
    if review is None or found is None:
        return ""
    why = _why(frame, review, item)
    if not claimed.counted:
        return frame.word("review.counts", why=why)
    difference = found - claimed.earned
    if not difference:
        return ""
    return frame.word("review.deducted" if difference < 0 else "review.added", points=number(abs(difference)), why=why)


def _why(frame: Frame, review: Review, item: Item) -> str:
    said = review.opinions.get(item.key)
    if said is None or not said.reason:
        return frame.word("review.no_reason")
    return REASONS_PRINTED[said.reason].to(frame.locale)

"""Everything that changes a review, in one place for its callers: one call a route."""

from assess.reviews.accepting import accept, acceptable
from assess.reviews.appealing import appeal, reopen
from assess.reviews.deciding import answer_appeal, decide, forward
from assess.reviews.marking import MarkChange, clear_mark, put_mark
from assess.reviews.publishing import publish
from assess.reviews.publishing_job import publish_all
from assess.reviews.reading import evidence, open_desk, open_item, opened_item, report
from assess.reviews.returning import send_back
from assess.reviews.taking import take_over, take_up
from assess.reviews.verdicts import judge_file

__all__ = [
    "MarkChange",
    "accept",
    "acceptable",
    "answer_appeal",
    "appeal",
    "clear_mark",
    "decide",
    "evidence",
    "forward",
    "judge_file",
    "open_desk",
    "open_item",
    "opened_item",
    "publish",
    "publish_all",
    "put_mark",
    "reopen",
    "report",
    "send_back",
    "take_over",
    "take_up",
]

"""Everything that is read of reviews, in one place for its callers."""

from assess.reviews.counting import Waiting, known, waiting
from assess.reviews.desk import Appealed, Decided, Desk, File, Given, MarkRow, Turn, VerdictRow
from assess.reviews.filters import Filter, Whose
from assess.reviews.loading import desk
from assess.reviews.outcome import Outcome, outcome
from assess.reviews.previous import Before, Previous
from assess.reviews.publishing_job import Publishing, publishing
from assess.reviews.queue import QueuePage, neighbours, queue
from assess.reviews.queue_rows import QueueRow
from assess.reviews.returning import Returned, returned

__all__ = [
    "Appealed",
    "Before",
    "Decided",
    "Desk",
    "File",
    "Filter",
    "Given",
    "MarkRow",
    "Outcome",
    "Previous",
    "Publishing",
    "QueuePage",
    "QueueRow",
    "Returned",
    "Turn",
    "VerdictRow",
    "Waiting",
    "Whose",
    "desk",
    "known",
    "neighbours",
    "outcome",
    "publishing",
    "queue",
    "returned",
    "waiting",
]

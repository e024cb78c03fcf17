"""What a change of an answer reads like: as the question is asked now, as it was asked before, or as it was stored."""

import dataclasses
import uuid
from datetime import UTC, datetime

from assess.assessments.models import AnswerHistory
from assess.values.fact import Fact
from assess.web.views.answer_history import steps
from tests.factories.checklists import published

AT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)


def change(before: str | None, after: str | None, *, number: int = 1, note: str = "") -> AnswerHistory:
    return AnswerHistory(
        assessment_id=uuid.UUID(int=1),
        fact="credit.procedure",
        revision=number,
        value_before=before,
        value_after=after,
        note_before="",
        note_after=note,
        salt=b"",
        by=None,
        at=AT,
    )


def fact(key: str) -> Fact:
    return published().fact(key)


def test_a_change_says_who_when_and_from_what_to_what() -> None:
    question = fact("credit.procedure")
    made = steps([(change(None, '"yes"'), "王丽"), (change('"yes"', None, number=2), None)], [question], "zh")
    assert [(one.number, one.who, one.when) for one in made] == [
        (2, "试填", "2026年11月23日 01:30"),
        (1, "王丽", "2026年11月23日 01:30"),
    ], "the newest first, as Shanghai reads it"
    assert [(one.before.text, one.after.text) for one in made] == [("是", "（空白）"), ("（空白）", "是")]
    assert [one.noted for one in made] == [False, False]


def test_a_note_alone_is_a_change_too() -> None:
    only = steps([(change('"yes"', '"yes"', note="已查询"), "王丽")], [fact("credit.procedure")], "zh")[0]
    assert (only.answered, only.noted, only.note_after) == (False, True, "已查询")


def test_what_the_question_no_longer_takes_reads_as_it_was_asked_before() -> None:
    before = fact("credit.procedure")
    now = dataclasses.replace(before, type="number", allow=())
    read = steps([(change('"no"', '"12"'), "王丽")], [now, before], "zh")[0]
    assert (read.before.text, read.after.text) == ("否", "12")


def test_what_no_question_explains_any_more_is_shown_as_stored() -> None:
    raw = '[{"id":"r1","product":"overseas"},"x"]'
    read = steps([(change(None, raw), "王丽")], [fact("credit.procedure")], "zh")[0]
    assert read.after.text == "id：r1，product：overseas；x"
    assert read.rows == ()

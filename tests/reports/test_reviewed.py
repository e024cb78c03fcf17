"""A report tells of the review: the customary columns, what was taken off and why, and the decision it rests on."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from assess.reports import html
from assess.reports.content import build, content_hash
from assess.reports.cover import Cover
from assess.reports.parts import ItemRow, ReportContent
from assess.reports.reviewed import Opinion, Review, Ruling
from assess.scoring.columns import score_columns
from assess.scoring.inputs import Inputs
from assess.scoring.marks import Mark
from assess.values.text import Locale
from tests.reports import samples

RULING = Ruling(number=2, day=dt.date(2026, 11, 30), body="临沂市知识产权局", statement="总体<真实>", sha256="ab" * 32)
INPUTS = Inputs(samples.CLEAN, samples.PROFILE, samples.AS_OF, {})
COUNTED = [item for item in score_columns(samples.FORM, INPUTS).claimed.items if item.counted]


def reviewed(
    ruling: Ruling | None = RULING, locale: Locale = "zh", *, less: Decimal = Decimal(1), without: int = 0
) -> ReportContent:
    """Build a report in which the first item was found lower; the last ones may be left open."""
    marks = [Mark(item=item.key, points=item.earned - (less if item is COUNTED[0] else 0)) for item in COUNTED]
    columns = score_columns(samples.FORM, INPUTS, (), marks[: len(marks) - without])
    assert columns.reviewed is not None
    opinions = {COUNTED[0].key: Opinion(reason="evidence-expired", text="截图没有日期。")}
    review = Review(column=columns.reviewed, opinions=opinions, ruling=ruling)
    cover = Cover(
        organisation="甲",
        kind="enterprise",
        region_name="山东省临沂市",
        reference="ZP-1",
        state="submitted" if ruling else "reviewing",
    )
    return build(samples.PUBLISHED, samples.SHA256, INPUTS, columns.claimed, cover, locale, review=review)


def rows(content: ReportContent) -> list[ItemRow]:
    return [row for section in content.sections for group in section.groups for row in group.rows]


def test_the_customary_columns_say_what_was_found_and_why() -> None:
    first, second = rows(reviewed())[:2]
    assert Decimal(first.reviewed) == Decimal(first.earned) - 1
    assert first.opinion == "截图没有日期。"
    assert first.lost.startswith("复核减 1 分：佐证材料已过期。")
    assert second.reviewed == second.earned
    assert second.opinion == ""
    assert "复核" not in second.lost


def test_what_was_found_better_is_added() -> None:
    inputs = Inputs(samples.GAPPY, samples.PROFILE, samples.AS_OF, {})
    claimed = score_columns(samples.FORM, inputs).claimed
    lower = next(item for item in claimed.items if item.counted and item.earned <= item.points - 1)
    columns = score_columns(samples.FORM, inputs, (), [Mark(item=lower.key, points=lower.earned + 1)])
    assert columns.reviewed is not None
    review = Review(column=columns.reviewed, opinions={lower.key: Opinion(text="另有材料。")})
    cover = Cover(organisation="甲", kind="enterprise", region_name="山东省临沂市", state="reviewing")
    content = build(samples.PUBLISHED, samples.SHA256, inputs, claimed, cover, "zh", review=review)
    told = [row.lost for row in rows(content) if row.opinion]
    assert len(told) == 1
    assert told[0].startswith("复核加 1 分：见审核意见。")


def test_the_first_chapter_tells_of_the_decision() -> None:
    content = reviewed()
    told = content.review
    assert told is not None
    assert told.sha256 == RULING.sha256
    assert told.lines[0] == "临沂市知识产权局于2026年11月30日审定（第 2 次决定）。"
    assert "审定意见：总体<真实>" in told.lines
    duty = content.summary.dials[0]
    assert duty.reviewed is not None
    assert duty.reviewed.startswith("复核得分 ")
    page = html.render(content)
    assert "总体&lt;真实&gt;" in page
    assert "总体<真实>" not in page


def test_until_it_is_decided_it_is_a_draft_that_says_what_is_open() -> None:
    content = reviewed(None, without=1)
    assert content.review is not None
    assert content.review.lines == ("复核尚未完成，还有 1 项没有评定。未评定的事项没有计入复核得分。",)
    assert [dial.reviewed for dial in content.summary.dials] == [None, None]
    assert {row.reviewed for row in rows(content)} >= {"尚未评定"}
    page = html.render(content)
    assert "草稿" in page
    assert "仅供复核人员使用" in page


def test_without_a_review_nothing_is_said_of_one() -> None:
    content = samples.report(samples.CLEAN)
    assert content.review is None
    assert {row.reviewed for row in rows(content)} == {"未复核"}
    assert "复核审定" not in html.render(content)


@pytest.mark.parametrize(
    "other",
    [
        reviewed(less=Decimal(2)),
        reviewed(dataclasses.replace(RULING, statement="别的话")),
        reviewed(dataclasses.replace(RULING, sha256="cd" * 32)),
        reviewed(dataclasses.replace(RULING, number=3)),
        reviewed(None),
        samples.report(samples.CLEAN),
    ],
)
def test_another_decision_makes_another_report(other: ReportContent) -> None:
    assert content_hash(reviewed(), "t") == content_hash(reviewed(), "t")
    assert content_hash(reviewed(), "t") != content_hash(other, "t")


def test_it_is_said_in_english_too() -> None:
    content = reviewed(locale="en")
    assert content.review is not None
    assert content.review.lines[0] == "Decided by 临沂市知识产权局 on 30 November 2026 (decision 2)."
    assert rows(content)[0].lost.startswith("The review took off 1: The evidence is out of date.")

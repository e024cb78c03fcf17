"""What changes and what the cheapest way comes to, said in both languages."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest

from assess.scoring.actions import Change
from assess.scoring.options import options
from assess.scoring.path import Goal
from assess.values.fact import Fact
from assess.values.model import UNKNOWN, Row, Value
from assess.values.text import Locale
from assess.wording.changes import spoken
from assess.wording.paths import PathWords
from assess.wording.planning import PLANNING
from tests.scoring import building
from tests.scoring.test_path_examples import filled

ROW = Row("plan-1", {"kind": "p", "ends": dt.date(2026, 11, 22)})
FACTS: Mapping[str, Fact] = {
    fact.key: fact
    for fact in (
        building.yes_no("a"),
        building.fact({"key": "words", "type": "text"}),
        building.fact(
            {"key": "which", "type": "choices", "options": [{"value": "x", "label": {"zh": "甲", "en": "First"}}]}
        ),
        building.fact(
            {
                "key": "rows",
                "type": "table",
                "columns": [
                    {"key": "kind", "title": {"zh": "种类", "en": "Kind"}, "type": "choice",
                     "options": [{"value": "p", "label": {"zh": "保险", "en": "Cover"}}]},
                    {"key": "ends", "title": {"zh": "到期", "en": "Ends"}, "type": "date"},
                ],
            }
        ),
    )
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "before", "zh", "en"),
    [
        (Change("a", (), "yes"), "no", "“a”：否 → 是", "“a” from No to Yes"),
        (Change("a", (), "yes"), None, "“a”：未填 → 是", "“a” from not answered to Yes"),
        (Change("a", (), "yes"), UNKNOWN, "“a”：不清楚 → 是", "“a” from Not sure to Yes"),
        (Change("words", (), "…"), None, "“words”：未填 → 写明", "“words” from not answered to written"),
        (Change("which", ("code", "x"), True), (), "“which”：选上“甲”", "tick “First” for “which”"),
        (Change("which", ("code", "x"), False), ("x",), "“which”：不再选“甲”", "no longer “First” for “which”"),
        (Change("rows", ("row", "plan-1"), ROW), (), "“rows”：增加一行（种类：保险；到期：2026年11月22日）",
         "one more row in “rows” (Kind: Cover; Ends: 22 November 2026)"),
        (Change("rows", ("cell", "r2", "kind"), "p"), (Row("r1", {}), Row("r2", {})), "“rows”第 2 行：“种类”为保险",
         "row 2 of “rows”, “Kind” becomes Cover"),
    ],
)  # fmt: skip
def test_a_change_is_said(change: Change, before: Value | None, zh: str, en: str) -> None:
    assert spoken(change, FACTS[change.fact], before, "zh") == zh
    assert spoken(change, FACTS[change.fact], before, "en") == en


def test_the_lead_and_the_notes_say_what_it_comes_to_and_what_it_rests_on() -> None:
    form, facts, inputs = filled()
    found = options(form, facts, inputs)
    words = PathWords(form, "zh")
    assert words.lead(found.path) == ("做完下面 3 项，共 14.5 人日：合规得分由 15.0 到 65.0，等级由D（D）到C（C）。")
    proven, assumed, certain, basis = words.notes(found)
    assert proven == "可做的措施共 6 项，已经算到底：没有总人日更少的组合。"
    assert assumed.startswith("其中 1 项现在不清楚或没有填写，这里假定查明后情况合格")
    assert certain == "如果不把待核实的事项算作合格，到C（C）要做 3 项，共 17 人日。"
    assert basis.startswith("人日是本自评表的估计")


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_end_of_a_search_has_its_sentence(locale: Locale) -> None:
    form, facts, inputs = filled()
    words = PathWords(form, locale)
    out_of_reach = options(form, facts, inputs, Goal(score=Decimal(100)))
    assert out_of_reach.path.state == "unreachable"
    assert "100" in words.lead(out_of_reach.path)
    assert "95.0" in words.lead(out_of_reach.path), "all that could help brings everything but what has happened"
    assert tuple(words.notes(out_of_reach)) == ()
    behind = options(form, facts, inputs, Goal(grade="D"))
    assert words.lead(behind.path) == PLANNING["path.reached"].to(locale).format(grade=words.grade("D"))
    ungraded = building.form(list(form.items()))
    assert words.lead(options(ungraded, facts, inputs).path) == PLANNING["path.no-grade"].to(locale)


def test_a_search_that_was_cut_says_so() -> None:
    form, facts, inputs = filled()
    found = options(form, facts, inputs)
    cut = PathWords(form, "en").say("path.bounded", considered=len(found.actions), bound="3")
    assert "within the limits of the search" in cut
    assert PathWords(form, "zh").say("path.unknown", grade="B", bound="3").endswith("至少要 3 人日。")

"""What counts as a contradiction: which answers, which entries, on which day."""

import datetime as dt
import json
import uuid
from dataclasses import replace

import pytest

from assess.assessments.contradictions import Contradiction, contradictions, of_snapshot, sentences, to_json
from assess.checklists.lists import ListKind
from assess.checklists.loader import SHIPPED, load_lists
from assess.checklists.loader.library import read_library
from assess.listings.standing import Standing
from assess.scoring.inputs import Inputs
from assess.values.model import UNKNOWN, Value
from tests.factories.assessments import PROFILE

TODAY = dt.date(2026, 11, 22)
KINDS = {kind.key: kind for kind in load_lists(SHIPPED)}
FACTS = {key: placed.fact for key, placed in read_library([SHIPPED], ()).facts.items()}
ENTRY = Standing(
    credit_code="91371300000000001K",
    name="临沂示范科技有限公司",
    list="serious-dishonesty",
    authority="临沂市市场监督管理局",
    reason="逾期不改正",
    listed_on=dt.date(2026, 3, 1),
    removed_on=None,
    source="公报",
    import_id=uuid.uuid4(),
)


def found(answers: dict[str, Value], *entries: Standing, kinds: tuple[ListKind, ...] = ()) -> list[tuple[str, str]]:
    inputs = Inputs(answers, PROFILE, TODAY, {})
    made = contradictions(kinds or KINDS.values(), entries, inputs, FACTS)
    return [(one.fact, one.list) for one in made]


@pytest.mark.parametrize(
    ("kind", "fact", "answer", "flagged"),
    [
        ("serious-dishonesty", "credit.serious-list", "no", True),
        ("serious-dishonesty", "credit.serious-list", "yes", False),
        ("serious-dishonesty", "credit.serious-list", UNKNOWN, False),
        ("abnormal-operation", "credit.abnormal-list", "no", True),
        ("local-black", "credit.black-list", "no", True),
        ("joint-sanctions", "credit.joint-sanctions-list", "no", True),
        ("red", "credit.red-list", "no", True),
        ("red", "credit.red-list", "yes", False),
        ("key-market", "markets.watch-list", "no", True),
        ("repeated-infringers", "credit.infringer-register", ("none",), True),
        ("repeated-infringers", "credit.infringer-register", ("wilful",), True),
        ("repeated-infringers", "credit.infringer-register", ("repeated", "wilful"), False),
        ("wilful-infringers", "credit.infringer-register", ("repeated",), True),
    ],
)
def test_an_entry_contradicts_the_answers_its_list_names(kind: str, fact: str, answer: Value, flagged: bool) -> None:  # noqa: FBT001 - a column of the table
    assert found({fact: answer}, replace(ENTRY, list=kind)) == ([(fact, kind)] if flagged else [])


def test_lists_do_not_stand_for_one_another() -> None:
    everything: dict[str, Value] = {
        kind.fact or "": "no" for kind in KINDS.values() if kind.key != "repeated-infringers"
    }
    everything["credit.infringer-register"] = ("none",)
    assert found(everything, replace(ENTRY, list="red")) == [("credit.red-list", "red")]
    assert found({}, ENTRY) == []


@pytest.mark.parametrize(
    ("listed", "removed", "current", "ever", "within"),
    [
        ("2026-03-01", None, True, True, True),
        ("2026-03-01", "2026-11-22", False, True, True),  # removed today: no longer on it
        ("2026-03-01", "2026-11-23", True, True, True),
        ("2026-11-23", None, False, False, False),
        ("2023-11-22", None, True, True, False),
        ("2023-11-23", None, True, True, True),
    ],
)
def test_which_entries_count(listed: str, removed: str | None, current: bool, ever: bool, within: bool) -> None:  # noqa: FBT001 - columns of the table
    entry = replace(
        ENTRY, listed_on=dt.date.fromisoformat(listed), removed_on=dt.date.fromisoformat(removed) if removed else None
    )
    kind = KINDS["serious-dishonesty"]
    kinds = (kind, replace(kind, rows="ever"), replace(kind, rows="ever", within_days=1095))
    answers: dict[str, Value] = {"credit.serious-list": "no"}
    assert [bool(found(answers, entry, kinds=(one,))) for one in kinds] == [current, ever, within]


def test_a_question_the_form_does_not_ask_is_none_of_its_business() -> None:
    inputs = Inputs({"credit.serious-list": "no"}, PROFILE, TODAY, {})
    assert contradictions(KINDS.values(), [ENTRY], inputs, ["credit.red-list"]) == ()


def contradiction(answer: Value = ("none",)) -> Contradiction:
    inputs = Inputs({"credit.infringer-register": answer}, PROFILE, TODAY, {})
    entry = replace(ENTRY, list="repeated-infringers", authority="", removed_on=dt.date(2027, 1, 1))
    return contradictions(KINDS.values(), [entry], inputs, FACTS)[0]


def test_it_is_kept_and_read_back_as_it_was() -> None:
    one = contradiction()
    text = json.dumps({"contradictions": to_json([one])})
    assert of_snapshot(FACTS.values(), text) == (one,)
    assert of_snapshot(FACTS.values(), "{}") is None


def test_it_is_said_in_both_languages() -> None:
    one, fact = contradiction(), FACTS["credit.infringer-register"]
    assert sentences(fact, one, "zh") == (
        "公开名单显示：有关机关于 2026年3月1日 将贵单位列入“重复侵权企业名录”，2027年1月1日 移出。",
        "列入原因：逾期不改正。",
        "来源：公报。",
        "您答的是“不在名录上”。",
    )
    assert sentences(fact, replace(one, reason="", source=""), "en") == (
        (
            "A published list shows: an authority had your organisation on the “Register of repeated infringers” "
            "from 1 March 2026 to 1 January 2027."
        ),
        "Your answer is “Not on the register”.",
    )

"""A small programme of our own, computed by hand to the fen: what each row, group and reading comes to."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from assess.programmes.definition import Claims, Programme, Subsidy
from assess.programmes.estimate import Amount, Estimate, GroupSum, Share, estimate
from assess.values.model import UNKNOWN, Cell, Row, Value
from assess.values.profile import Profile
from tests.scoring import building

DAY = dt.date(2026, 6, 30)
WORDS = {"zh": "字", "en": "word"}
EXPORTER = Profile(kind="enterprise", region="371302", roles=frozenset({"exporter"}), size="small")
OTHER = Profile(kind="enterprise", region="371302", size="small")
DATA: dict[str, Any] = {
    "key": "own",
    "title": WORDS,
    "short": WORDS,
    "document_number": None,
    "issuers": [WORDS],
    "region": "370000",
    "source": {"kind": "press", "read": "2026-01-01", "note": WORDS},
    "verified": False,
    "validity": {"status": "unknown", "checked": "2026-01-01", "note": WORDS},
    "requirements": [
        {"key": "exports", "title": WORDS, "when": {"role": "exporter"}, "otherwise": WORDS},
        {"key": "recent", "title": WORDS, "when": {"fact": "founded", "not_after": "as_of"}, "otherwise": WORDS},
    ],
    "papers": [
        {"key": "always", "title": WORDS, "held": {"fact": "paper", "is": "yes"}},
        {"key": "for-exporters", "title": WORDS, "when": {"role": "exporter"}, "held": {"role": "exporter"}},
        {"key": "for-others", "title": WORDS, "when": {"not": {"role": "exporter"}}, "held": {"role": "exporter"}},
        {"key": "of-this-year", "title": WORDS, "when": {"fact": "founded", "not_after": "as_of"},
         "held": {"fact": "dated", "not_after": "as_of"}},
        {"key": "no-telling", "title": WORDS},
    ],
    "steps": [],
    "subsidy": {
        "fact": "policies",
        "product": "product",
        "amount": "premium",
        "paid": "paid",
        "rate": "0.5",
        "uplifts": [
            {"key": "patent", "title": WORDS, "when": {"patent": {"is": "yes"}}},
            {"key": "lasting", "title": WORDS, "when": {"end": {"after": "as_of"}}},
        ],
        "readings": [{"key": "low", "title": WORDS, "rate": "0.6"}, {"key": "high", "title": WORDS, "rate": "0.8"}],
        "groups": [
            {"key": "g", "title": WORDS, "products": ["p", "q"], "cap": "1000", "uplifted_cap": "1500",
             "narrow": {"title": WORDS, "cap": "300",
                        "when": {"cover": {"is": "home"}, "end": {"not_before": "as_of"}}}},
            {"key": "h", "title": WORDS, "products": ["r"], "cap": "500", "uplifted_cap": "700"},
        ],
        "claims": {"column": "claim", "open": ["open", "later"], "refused": ["refused"]},
    },
}  # fmt: skip
RULE: Programme = TypeAdapter(Programme).validate_python(DATA)
SURE: dict[str, Cell] = {"patent": "no", "end": dt.date(2026, 6, 30), "cover": "abroad", "claim": "open"}
GOOD: dict[str, Value] = {
    "founded": dt.date(2020, 1, 1), "paper": "yes", "dated": dt.date(2026, 6, 30),
}  # fmt: skip


def _row(name: str, worth: str | None, product: str | None = "p", **more: Cell | None) -> Row:
    cells = {"product": product, "premium": worth and Decimal(worth), "paid": dt.date(2026, 3, 1), **SURE, **more}
    return Row(name, {key: cell for key, cell in cells.items() if cell is not None})


def _decimals(*values: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


def _estimate(
    rows: Sequence[Row],
    rule: Programme = RULE,
    profile: Profile = EXPORTER,
    year: int | None = None,
    **more: Any,  # noqa: ANN401 - an answer, or None for none
) -> Estimate:
    given = {key: value for key, value in {**GOOD, **more}.items() if value is not None}
    return estimate(rule, answers={**given, "policies": tuple(rows)}, profile=profile, as_of=DAY, year=year)


def test_a_plain_row_brings_its_share_in_every_reading() -> None:
    found = _estimate([_row("one", "101.01")])
    assert (found.programme, found.year, found.state) == ("own", 2026, "missing")  # one paper cannot be told
    assert [(one.requirement.key, one.holds) for one in found.requirements] == [("exports", True), ("recent", True)]
    (counted,) = found.counted
    assert (counted.row, counted.group, counted.amount) == ("one", "g", Decimal("101.01"))
    assert (counted.uplifted, counted.narrow, counted.claimed) == (False, False, False)
    low, high = found.amounts
    assert [(one.reading, one.rate, one.low, one.high) for one in (low, high)] == [
        ("low", Decimal("0.6"), Decimal("50.51"), Decimal("50.51")),  # 50.505, half up
        ("high", Decimal("0.8"), Decimal("50.51"), Decimal("50.51")),
    ]
    half = Decimal("0.5")
    assert low.shares == (Share("one", Decimal("101.01"), half, Decimal("50.505"), half, Decimal("50.505")),)
    plain = Decimal("50.505")
    nothing = Decimal(0)
    empty = GroupSum("h", nothing, nothing, nothing, nothing, nothing, Decimal(500), nothing)
    first = GroupSum("g", Decimal(0), Decimal(0), plain, Decimal(0), plain, Decimal(1000), Decimal("50.51"))
    assert low.groups == low.groups_high == (first, empty)


def test_an_undecided_uplift_is_taken_both_ways() -> None:
    found = _estimate([_row("one", "100", patent=None)])
    assert found.counted[0].uplifted is None
    _, high = found.amounts
    assert high.shares == (
        Share("one", Decimal(100), Decimal("0.5"), Decimal(50), Decimal("0.8"), Decimal(80)),
    )  # fmt: skip
    assert (high.low, high.high) == (Decimal(50), Decimal(80))
    assert [(each.plain, each.uplifted, each.cap) for each in high.groups[:1]] == [_decimals(50, 0, 1000)]
    assert [(each.plain, each.uplifted, each.cap) for each in high.groups_high[:1]] == [_decimals(0, 80, 1500)]


@pytest.mark.parametrize(
    ("cells", "uplifted"),
    [
        ({"patent": "yes"}, True),
        ({"end": dt.date(2026, 7, 1)}, True),  # after the day of the estimate
        ({"patent": None}, None),
        ({"patent": "yes", "end": None}, True),
    ],
)
def test_one_uplift_is_enough(cells: Mapping[str, Any], uplifted: bool | None) -> None:  # noqa: FBT001 - three-valued
    found = _estimate([_row("one", "100", **cells)])
    assert found.counted[0].uplifted is uplifted
    assert found.amounts[0].high == Decimal(60)
    share = found.amounts[0].shares[0]
    assert (share.rate, share.high_rate) == (Decimal("0.6") if uplifted else Decimal("0.5"), Decimal("0.6"))


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        # within the smaller cap, then what is plain, then what is uplifted: min(min(300 + 800, 1000) + 640, 1500)
        ([("800", {"cover": "home"}), ("1600", {}), ("800", {"patent": "yes"})],
         (Decimal(400), Decimal(300), Decimal(800), Decimal(640), Decimal(1840), Decimal(1500), Decimal(1500))),
        ([("800", {"cover": "home"}), ("800", {"patent": "yes"})],
         (Decimal(400), Decimal(300), Decimal(0), Decimal(640), Decimal(1040), Decimal(1500), Decimal(940))),
        ([("400", {"cover": "home"}), ("2200", {})],
         (Decimal(200), Decimal(200), Decimal(1100), Decimal(0), Decimal(1300), Decimal(1000), Decimal(1000))),
        # an uplifted row under the smaller cap raises neither cap
        ([("1000", {"cover": "home", "patent": "yes"})],
         (Decimal(800), Decimal(300), Decimal(0), Decimal(0), Decimal(800), Decimal(1000), Decimal(300))),
    ],
)  # fmt: skip
def test_caps_apply_in_their_order(rows: list[tuple[str, dict[str, Any]]], groups: tuple[Decimal, ...]) -> None:
    found = _estimate([_row(f"r{place}", premium, **cells) for place, (premium, cells) in enumerate(rows)])
    group = found.amounts[1].groups[0]
    assert (
        group.narrow, group.within, group.plain, group.uplifted, group.computed, group.cap, group.paid,
    ) == groups  # fmt: skip


def test_what_may_be_under_the_smaller_cap_is_so_at_worst() -> None:
    found = _estimate([_row("one", "1000", cover=None)])
    assert found.counted[0].narrow is None
    assert (found.amounts[0].low, found.amounts[0].high) == (Decimal(300), Decimal(500))


def test_a_group_without_a_smaller_cap_has_none() -> None:
    found = _estimate([_row("one", "600", "r", cover="home"), _row("two", "600", "r", cover="home", patent="yes")])
    assert [row.narrow for row in found.counted] == [False, False]
    group = found.amounts[1].groups[1]
    assert group.group == "h"
    assert (group.plain, group.uplifted, group.cap, group.paid) == _decimals(300, 480, 700, 700)
    assert found.amounts[1].low == Decimal(700)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (_row("x", "1", product="z"), "no-product"),
        (_row("x", "1", product=None), "no-product"),
        (_row("x", None), "no-amount"),
        (_row("x", "1", paid=None), "unpaid"),
        (_row("x", "1", paid=dt.date(2025, 12, 31)), "other-year"),
        (_row("x", "1", paid=dt.date(2027, 1, 1)), "other-year"),
        (_row("x", "1", paid=dt.date(2026, 7, 1)), "other-year"),  # after the day of the estimate
        (_row("x", "1", claim="refused"), "refused"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_count_says_why(row: Row, why: str) -> None:
    found = _estimate([row])
    assert [(left.row, left.why) for left in found.left_out] == [("x", why)]
    assert (found.counted, found.state) == ((), "missing")


def test_a_payment_on_the_day_itself_counts() -> None:
    assert [row.row for row in _estimate([_row("x", "1", paid=DAY)]).counted] == ["x"]


def test_another_year_may_be_asked_for() -> None:
    found = _estimate([_row("old", "10", paid=dt.date(2025, 1, 1)), _row("new", "10")], year=2025)
    assert (found.year, [row.row for row in found.counted]) == (2025, ["old"])


@pytest.mark.parametrize(
    ("claim", "claimed", "low", "high"),
    [
        ("open", False, "50.00", "50.00"),
        ("later", False, "50.00", "50.00"),
        ("paid", True, "0", "0"),
        (None, None, "0", "50.00"),
    ],
)
def test_what_is_open_depends_on_the_claim(claim: str | None, claimed: bool | None, low: str, high: str) -> None:  # noqa: FBT001 - three-valued
    found = _estimate([_row("one", "100", claim=claim)])
    assert found.counted[0].claimed is claimed
    assert [(one.open_low, one.open_high) for one in found.amounts] == [(Decimal(low), Decimal(high))] * 2


def test_what_was_taken_shares_the_caps_with_what_is_open() -> None:
    rows = [_row("taken", "1000", claim="paid", patent=None), _row("open", "2000")]
    low, high = _estimate(rows).amounts
    # all: at worst min(500 + 1000, 1000) = 1000, at best min(1000 + 600 or 800, 1500); taken: 500 to 600 or 800
    assert [(one.low, one.high, one.open_low, one.open_high) for one in (low, high)] == [
        (Decimal(1000), Decimal(1500), Decimal(400), Decimal(1000)),
        (Decimal(1000), Decimal(1500), Decimal(200), Decimal(1000)),
    ]


def test_without_a_claims_column_nobody_knows() -> None:
    silent = replace(RULE, subsidy=_without(RULE.subsidy))
    found = _estimate([_row("one", "100", claim="refused")], silent)
    assert [row.claimed for row in found.counted] == [None]
    assert [(one.open_low, one.open_high) for one in found.amounts] == [(Decimal(0), Decimal(50))] * 2


def _without(subsidy: Subsidy) -> Subsidy:
    assert isinstance(subsidy.claims, Claims)
    return replace(subsidy, claims=None)


@pytest.mark.parametrize(
    ("profile", "more", "held"),
    [
        (EXPORTER, {}, ["held", "held", "not-needed", "held", "unknown"]),
        (OTHER, {}, ["held", "not-needed", "missing", "held", "unknown"]),
        (EXPORTER, {"paper": "no"}, ["missing", "held", "not-needed", "held", "unknown"]),
        (EXPORTER, {"paper": None}, ["unknown", "held", "not-needed", "held", "unknown"]),
        (EXPORTER, {"founded": UNKNOWN, "dated": dt.date(2026, 7, 1)},
         ["held", "held", "not-needed", "missing", "unknown"]),
        (EXPORTER, {"founded": dt.date(2026, 7, 1)}, ["held", "held", "not-needed", "not-needed", "unknown"]),
    ],
)  # fmt: skip
def test_where_the_papers_stand(profile: Profile, more: dict[str, Any], held: list[str]) -> None:
    found = _estimate([], profile=profile, **more)
    assert [(shown.paper.key, shown.held) for shown in found.papers] == list(
        zip([paper.key for paper in RULE.papers], held, strict=True)
    )


TELLING = replace(RULE, papers=RULE.papers[:4])


@pytest.mark.parametrize(
    ("profile", "more", "rows", "state"),
    [
        (EXPORTER, {}, 1, "eligible"),
        (EXPORTER, {}, 0, "missing"),
        (OTHER, {}, 1, "not-eligible"),
        (OTHER, {"founded": UNKNOWN}, 1, "not-eligible"),
        (EXPORTER, {"founded": UNKNOWN}, 1, "missing"),
        (EXPORTER, {"founded": dt.date(2026, 7, 1)}, 1, "not-eligible"),
        (EXPORTER, {"paper": "no"}, 1, "missing"),
        (EXPORTER, {"paper": UNKNOWN}, 1, "missing"),
    ],
)
def test_who_is_eligible(profile: Profile, more: dict[str, Any], rows: int, state: str) -> None:
    found = _estimate([_row("one", "1")][:rows], TELLING, profile, **more)
    assert found.state == state


@pytest.mark.parametrize("table", [None, UNKNOWN, ("a", "b")])
def test_a_table_without_rows_brings_nothing(table: Value | None) -> None:
    answers = {} if table is None else {"policies": table}
    found = estimate(RULE, answers=answers, profile=EXPORTER, as_of=building.AS_OF)
    assert (found.counted, found.left_out) == ((), ())
    nothing = Decimal(0)
    assert [_sums(one) for one in found.amounts] == [(nothing, nothing, nothing, nothing)] * 2


def _sums(one: Amount) -> tuple[Decimal, ...]:
    return one.low, one.high, one.open_low, one.open_high

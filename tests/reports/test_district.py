"""The district edition: what is printed adds up, whatever the figures, and lays itself out from nobody to thousands."""

import dataclasses
import datetime as dt
import itertools
import json
import re
import statistics
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.checklists.definition import Published
from assess.checklists.loader import resolve_path
from assess.reports import confirming, district, district_look, html, stored
from assess.reports.chapters import chapters
from assess.reports.content import content_hash
from assess.reports.district_figures import (
    DistrictFigures,
    Earlier,
    ItemSum,
    Own,
    Scored,
    SectionSum,
    Tally,
    Waiting,
)
from assess.reports.district_frame import quartile
from assess.reports.district_lists import MOST_NAMED
from assess.reports.district_parts import DISTRICT_CHAPTERS, DistrictContent
from assess.reports.faces import NAVY, READABLE, Face, contrast
from assess.reports.parts import ReportContent
from assess.values.text import Locale

DAY = dt.date(2026, 11, 22)
GRADES = ("A", "B", "C", "D", None)
FOLDER = Path(__file__).parents[2] / "checklists" / "linyi-2021"
LINYI: Published = resolve_path(FOLDER / "enterprise" / "1.1.0.yaml")
OWN: Published = resolve_path(FOLDER / "district" / "1.0.0.yaml")


def figures(**given: object) -> DistrictFigures:
    """Give a campaign that nobody has taken part in, but for what is given."""
    plain: dict[str, object] = {
        "reference": "00000000-00000000", "campaign": "2026 年度自评", "organiser": "临沂市市场监督管理局",
        "part": None, "region": "371300", "published": LINYI, "sha256": "a" * 64, "engine": "1",
        "opens_on": DAY - dt.timedelta(days=30), "closes_on": DAY + dt.timedelta(days=8), "as_of": DAY, "open": True,
        "districts": (), "scores": (), "sections": {}, "items": {}, "waiting": (),
    }  # fmt: skip
    return DistrictFigures(**{**plain, **given})  # type: ignore[arg-type]  # tests vary some


HUNDREDTHS = st.integers(0, 10_000)
SCORES = st.builds(
    Scored,
    duty=st.tuples(HUNDREDTHS | st.none(), HUNDREDTHS, HUNDREDTHS | st.none()),
    readiness=st.tuples(HUNDREDTHS | st.none(), HUNDREDTHS, HUNDREDTHS | st.none()),
    grade=st.sampled_from(GRADES),
    published=st.booleans(),
    withheld=st.booleans(),
)


@st.composite
def item_sums(draw: st.DrawFn) -> dict[str, ItemSum]:
    """Give sums of any of the items that could be those of real organisations."""
    found = {}
    for item in LINYI.checklist.form.items():
        many, worth = draw(st.integers(0, 40)), int(item.points * 100)
        open_ = draw(st.integers(0, many))
        found[item.key] = ItemSum(many, open_, draw(st.integers(open_, max(open_ * worth, open_))), many * worth)
    return found


def whole(text: str) -> int:
    return int(text.replace(",", ""))


@given(st.lists(SCORES, max_size=60))
def test_bins_and_grades_add_up_to_who_has_submitted(scores: list[Scored]) -> None:
    content = district.build(figures(scores=tuple(scores)), "zh")
    assert sum(whole(one.count) for one in content.overview.grades) == len(scores)
    for one in content.histograms:
        held = [score.column(one.dial, "holds") for score in scores]
        assert sum(whole(bin_.count) for bin_ in one.bins) == len(held) - held.count(None)
        for bin_ in one.bins:
            assert not one.grades or sum(map(whole, bin_.grades)) == whole(bin_.count)
    for dial in content.overview.dials:
        assert whole(dial.columns[0].count) == sum(one.column(dial.dial, "holds") is not None for one in scores)


@given(st.lists(HUNDREDTHS, min_size=2, max_size=50))
def test_quartiles_are_those_of_spreadsheets(values: list[int]) -> None:
    ordered = sorted(values)
    expected = statistics.quantiles([Decimal(one) for one in ordered], n=4, method="inclusive")
    found = [quartile(ordered, quarter) for quarter in (1, 2, 3)]
    assert found == [(Decimal(one) / 100).quantize(Decimal("0.1"), "ROUND_HALF_UP") for one in expected]


def test_a_published_review_holds_and_one_that_is_not_is_withheld() -> None:
    scores = (
        Scored((9500, 9000, 4000), (100, 100, 100), "D", published=True),
        Scored((8000, 7000, None), (200, 200, None), None, withheld=True),
        Scored((None, None, None), (300, 300, None), None),
    )
    content = district.build(figures(scores=scores), "zh")
    held, claimed = content.overview.dials[0].columns[:2]
    assert (held.count, held.least, held.most, held.mean, held.median) == ("2", "40.0", "80.0", "60.0", "60.0")
    assert (claimed.least, claimed.most) == ("80.0", "95.0")
    assert [(one.grade, one.count) for one in content.overview.grades if one.count != "0"] == [
        ("D", "1"), ("不评等级或待定", "1"), ("复核决定未公布", "1"),
    ]  # fmt: skip
    assert "不评分的 1 家不在内" in content.histograms[0].note
    assert [one.label for one in content.histograms[0].bins if one.count != "0"] == ["40–50", "80–90"]


@settings(max_examples=15)
@given(item_sums())
def test_items_are_ranked_by_what_is_lost_and_every_open_duty_has_one_department(sums: dict[str, ItemSum]) -> None:
    scores = tuple(Scored((7000, 7000, None), (1, 1, None), "C") for _ in range(40))
    content = district.build(figures(scores=scores, items=sums), "zh")
    scored = [item for item in LINYI.checklist.form.items() if not item.bonus]
    assert len(content.items) == len(scored)
    shares = [Decimal(one.lost.rstrip("%")) if one.lost != "—" else Decimal(-1) for one in content.items]
    assert shares == sorted(shares, reverse=True)
    assert all(int(one.organisations) + int(one.not_applicable) == len(scores) for one in content.items)
    assert all(one.dial == "duty" and one.open != "0" for one in content.weakest)
    open_ = [item for item in scored if item.purpose == "duty" and sums[item.key].open]
    listed = [duty.title for one in content.departments for duty in one.duties]
    assert sorted(listed) == sorted((item.gap or item.title).zh for item in open_)
    lost = sum(Decimal(one.lost.replace(",", "")) for one in content.departments)
    assert lost == Decimal(sum(sums[item.key].lost for item in open_)) / 100


def test_the_heat_map_divides_sums_and_is_parted_where_it_is_too_wide() -> None:
    keys = [section.key for section in LINYI.checklist.form.sections]
    sums = {(0, key, "duty"): SectionSum(2, 2000, 1500) for key in keys} | {(1, keys[0], "duty"): SectionSum(1, 500, 0)}
    districts = (Tally("北区", 2, 2, 0, 0, 0, 0), Tally("", 1, 1, 0, 0, 0, 0), Tally("南区", 3, 0, 0, 3, 0, 0))
    content = district.build(figures(districts=districts, sections=sums), "zh")
    assert [len(one.columns) for one in content.heat] == [4, 4]
    assert [one.number for map_ in content.heat for one in map_.columns] == [str(at + 1) for at in range(len(keys))]
    first = content.heat[0]
    assert [one.name for one in first.rows] == ["北区", "直属单位", "合计"], "who has submitted nothing has no row"
    assert [(one.cells[0].text, one.cells[0].organisations, one.cells[0].shade) for one in first.rows] == [
        ("75.0%", "2", "1"), ("0.0%", "1", "4"), ("60.0%", "3", "2"),
    ]  # fmt: skip
    assert (first.rows[1].cells[1].text, first.rows[1].cells[1].shade) == ("—", "none")


def test_who_is_over_time_comes_first_and_so_many_are_named() -> None:
    late = [
        Waiting(f"第{at:03d}家", "北区", at % 2 == 0, DAY - dt.timedelta(days=at % 3), at % 3 > 0) for at in range(250)
    ]
    content = district.build(figures(waiting=tuple(late)), "zh")
    rows = content.late.rows
    assert len(rows) == MOST_NAMED
    assert [one.overdue for one in rows] == sorted((one.overdue for one in rows), reverse=True)
    assert "250 家单位尚未提交，其中 166 家期限已过" in content.late.lead
    assert f"其余 {250 - MOST_NAMED} 家" in content.late.note
    assert content.late.rows[0].deadline == "2026年11月20日（期限已过）"
    unnamed = district.build(figures(waiting=None, unnamed=250), "zh").late
    assert (unnamed.rows, "250" in unnamed.lead) == ((), True)


def test_a_past_deadline_reads_passed_and_stands_first() -> None:
    sums = {item.key: ItemSum(1, 1, 100, 200) for item in OWN.checklist.form.items()}
    own = Own("区县自评", OWN, DAY, Scored((7150, 6000, None), (4000, 3000, None), "C"), sums)
    found = district.build(figures(own=own), "zh").own
    assert found is not None
    assert [one.value for one in found.pairs] == ["71.5（满分 100）", "40.0（满分 100）", "C（合格）"]
    past = [[duty.past for duty in one.duties] for one in found.departments]
    assert any(any(one) for one in past)
    assert all(one == sorted(one, reverse=True) for one in past)
    assert all("期限已过" in duty.deadline for one in found.departments for duty in one.duties if duty.past)


def test_the_campaign_before_stands_beside_it() -> None:
    key = LINYI.checklist.form.sections[0].key
    before = Earlier(
        "2025 年度",
        "1.0.0",
        4,
        2,
        (Scored((5000, 1, None), (None, None, None), "D"),),
        {(key, "duty"): SectionSum(2, 1000, 900)},
    )
    content = district.build(
        figures(
            earlier=before,
            districts=(Tally("北区", 5, 5, 0, 0, 0, 0),),
            scores=(Scored((6250, 1, None), (100, 1, None), "C"),),
            sections={(0, key, "duty"): SectionSum(5, 1000, 800)},
        ),
        "zh",
    ).compared
    assert content is not None
    assert [(one.before, one.now, one.difference) for one in content.rows] == [
        ("4", "5", "+1"),
        ("2", "5", "+3"),
        ("50.0%", "100.0%", "+50.0 个百分点"),
        ("50.0", "62.5", "+12.5"),
        ("—", "1.0", "—"),
    ]
    assert [(one.before, one.now, one.difference) for one in content.sections] == [
        ("90.0%", "80.0%", "\N{MINUS SIGN}10.0 个百分点")
    ]


def full() -> DistrictFigures:
    sums = {item.key: ItemSum(3, 2, 100, 3 * int(item.points * 100)) for item in LINYI.checklist.form.items()}
    scores = tuple(Scored((at * 3000, 0, None), (at, 0, None), "C") for at in range(3))
    sections = {
        (0, one.key, dial): SectionSum(3, 300, 200)
        for one in LINYI.checklist.form.sections
        for dial in ("duty", "readiness")
    }
    return figures(
        districts=(Tally("<b>北</b>区", 4, 3, 0, 1, 0, 0),),
        scores=scores,
        sections=sections,
        items=sums,
        waiting=(Waiting("=1+1有限公司", "<b>北</b>区", False, DAY, False),),
        earlier=Earlier("前", "1.0.0", 1, 1, scores, {}),
        own=Own("区县自评", OWN, DAY, scores[0], {}),
    )


@pytest.mark.parametrize("main", [NAVY, "#7a0019", "#767676", "#00695c"])
def test_the_heat_map_wears_the_operators_colour_and_can_be_read_in_black_and_white(main: str) -> None:
    told = district_look.shades(main)
    shades = re.findall(r"\.h(\d) \{ background: (#\w{6}); color: (#\w{6}); \}", told)
    assert [number for number, _, _ in shades] == list("01234")
    assert shades[-1][1] == main
    lightness = [contrast(ground, "#000000") for _, ground, _ in shades]
    assert lightness == sorted(lightness, reverse=True)
    assert min(lighter / darker for lighter, darker in itertools.pairwise(lightness)) > 1.1
    assert min(contrast(ground, ink) for _, ground, ink in shades) >= READABLE
    assert told in html.render(district.build(full(), "zh"), Face(main=main))


def test_the_heat_map_is_one_picture_a_dial_above_its_tables_and_shaded_tables_where_it_has_too_many_rows() -> None:
    few = full()
    content = district.build(few, "zh")
    maps = district_look.maps(content.heat)
    assert [one.dial for one in maps] == ["duty", "readiness"]
    for one in maps:
        parts = [part for part in content.heat if part.dial == one.dial]
        assert one.first == parts[0].title
        assert one.columns == tuple(column.number for part in parts for column in part.columns)
        assert one.rows == ("<b>北</b>区",)
        assert one.shares == (tuple(cell.text.removesuffix("%") for part in parts for cell in part.rows[0].cells),)
        assert set(one.shares[0]) == {"66.7"}
    shown = html.render(content)
    assert shown.count('<img class="heat-map"') == 2
    assert "名称和单位数见下表" in shown
    assert "shaded" not in re.findall(r'<table class="(heat[^"]*)"', shown)[0]

    districts = tuple(Tally(f"区{at}", 4, 3, 0, 1, 0, 0) for at in range(25))
    many = dataclasses.replace(few, districts=districts)
    shown = html.render(district.build(many, "zh"))
    assert '<img class="heat-map"' not in shown
    assert "名称和单位数见下表" not in shown
    assert re.findall(r'<table class="(heat[^"]*)"', shown)[0] == "heat shaded"
    assert re.search(r'<td class="h2">66.7% <small>\(3\)', shown)


def test_nobody_is_said_to_have_submitted_where_nobody_takes_part() -> None:
    assert district.build(figures(), "zh").late.lead == "还没有参评单位。"
    assert "都已提交" in district.build(figures(districts=(Tally("北区", 1, 1, 0, 0, 0, 0),)), "zh").late.lead


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_chapter_is_laid_out_and_nothing_that_was_typed_is_markup(locale: Locale) -> None:
    content = district.build(full(), locale)
    assert tuple(one.id for one in chapters(content)) == DISTRICT_CHAPTERS
    page = html.render(content)
    assert re.findall(r'<h2 id="([a-z]+)"', page) == list(DISTRICT_CHAPTERS)
    assert "<b>北</b>" not in page
    assert content.overview.headline[0] in page.replace("&#39;", "'")
    assert "{" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)


def test_a_campaign_in_which_nobody_has_submitted_says_so_and_leaves_the_rest_out() -> None:
    content = district.build(figures(), "zh")
    assert [one.id for one in chapters(content)] == ["overview", "late", "sources", "signature"]
    assert "还没有单位提交" in html.render(content)


def test_it_waits_as_text_and_reads_back_and_what_has_no_kind_is_a_report() -> None:
    content = district.build(full(), "zh")
    text = stored.to_text(content)
    assert stored.from_text(text) == content
    assert json.loads(text)["kind"] == "district"
    kinds = dataclasses.fields(ReportContent)
    assert next(one.default for one in kinds if one.name == "kind") == "report"
    with pytest.raises(ValueError, match="summary"):
        stored.from_text("{}")


def test_the_same_figures_give_the_same_hash_and_others_another() -> None:
    first, again = district.build(full(), "zh"), district.build(full(), "zh")
    other = district.build(dataclasses.replace(full(), open=False), "zh")
    assert content_hash(first, "look") == content_hash(again, "look") != content_hash(other, "look")
    assert (first.state, other.state) == ("interim", "final")


def test_what_confirms_it_holds_medians_and_no_name_of_an_organisation() -> None:
    told = confirming.confirms(district.build(full(), "zh"))
    assert (told["kind"], told["grade"], told["organisations"]) == ("district", None, {"total": "4", "handed_in": "3"})
    assert [one["final"] for one in told["scores"]] == ["30.0", "0.0"]
    assert "有限公司" not in json.dumps(told, ensure_ascii=False)


def test_content_of_thousands_is_quick_to_lay_out_for_it_grows_with_districts_only() -> None:
    scores = tuple(Scored((at % 10_000, 0, None), (0, 0, None), "C") for at in range(10_000))
    content = district.build(figures(scores=scores, districts=(Tally("北区", 10_000, 10_000, 0, 0, 0, 0),)), "zh")
    assert isinstance(content, DistrictContent)
    assert len(stored.to_text(content)) < 40_000

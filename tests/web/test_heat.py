"""The heat map of a dashboard: the picture tells the very numbers of its table, and says so in words."""

import re
import uuid
from itertools import chain

import pytest

from assess.checklists.loader import SHIPPED, load_published
from assess.overview.dashboard import District
from assess.overview.dashboard_sums import Scores
from assess.reports import charts_heat
from assess.values.text import Locale
from assess.web import i18n
from assess.web.views import dashboard, heat

DOCUMENT = load_published(SHIPPED, "linyi-2021/enterprise")[0]
KEYS = [section.key for section in DOCUMENT.checklist.form.sections][:3]
EARNED = {"北区": (3996, 9004, 12345), "南区": (6000, None, 14950), "": (0, 10000, 15000)}
OF = (10000, 10000, 15000)


def district(name: str) -> District:
    """Give a district that earned so much in each section, in hundredths of points."""
    sections = {
        f"{key}/duty": [points, earned, earned, 0, 0]
        for key, points, earned in zip(KEYS, OF, EARNED[name], strict=True)
        if earned is not None
    }
    return District({}, uuid.uuid4(), name, Scores({"sections": sections}))


def drawn(locale: Locale = "zh") -> heat.Map:
    with i18n.using(locale):
        return heat.heat(DOCUMENT, [district(name) for name in EARNED], KEYS, "duty", "claimed")


def test_the_table_holds_what_was_earned() -> None:
    found = drawn()
    assert [number for number, _ in found.columns] == ["1", "2", "3"]
    assert found.rows == (
        ("北区", ("40%", "90%", "82.3%")),
        ("南区", ("60%", "–", "99.7%")),
        ("直属", ("0%", "100%", "100%")),
    )


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_picture_tells_the_numbers_of_the_table(locale: Locale) -> None:
    found = drawn(locale)
    numbers = re.findall(r"<text [^>]*>([^<]*)</text>", found.picture)[-9:]
    cells = chain.from_iterable(cells for _, cells in found.rows)
    assert numbers == [cell.replace("%", "").replace("–", "—") for cell in cells]
    assert [name for name, _ in found.rows] == re.findall(r">([^<]+)<", _group(found.picture, "heat__wide"))
    assert "".join(re.findall(r">([^<]+)<", found.heads)).replace(" ", "") == "".join(
        title for _, title in found.columns
    ).replace(" ", "")


def _group(picture: str, name: str) -> str:
    return picture.partition(f'class="{name}"')[2].partition("</g>")[0]


def test_the_shade_goes_with_the_number_that_is_told() -> None:
    """39.96 % is told as 40 %, and shaded like it."""
    groups = re.findall(r'<g fill="[^"]+" fill-opacity="([\d.]+)"[^>]*>((?:<rect [^>]*/>)+)', drawn().picture)
    counted = {float(weight): boxes.count("<rect") for weight, boxes in groups}
    shares = (40, 90, 82.3, 60, 99.7, 0, 100, 100)
    assert counted == {weight: [charts_heat.weight(one) for one in shares].count(weight) for weight in counted}
    assert sum(counted.values()) == len(shares)


def test_the_words_name_the_lowest() -> None:
    title = drawn().columns[0][1]
    (said,) = re.findall(r'role="img" aria-label="([^"]+)"', drawn().picture)
    assert said.startswith("热力图：各区县在各一级指标上的得分率（合规得分，自评得分）")
    assert said.endswith(f"最低的是直属的“{title}”，0%")


def test_where_nothing_is_known_the_words_say_so() -> None:
    empty = heat.heat(DOCUMENT, [District({}, uuid.uuid4(), "北区")], KEYS, "readiness", "reviewed")
    assert "还没有可统计的" in empty.picture
    assert empty.rows == (("北区", ("–", "–", "–")),)
    assert empty.picture.count(">—<") == 3


def test_the_legend_names_every_shade_once() -> None:
    assert [words for _, words in heat.steps()] == [
        "0% 至不足 40%", "40% 至不足 60%", "60% 至不足 75%", "75% 至不足 90%", "90–100%",
    ]  # fmt: skip


def test_the_legend_of_the_bars_shows_seven_looks() -> None:
    marks = [str(mark) for mark, _ in dashboard.legend()]
    assert len(set(marks)) == len(marks) == len(dashboard.GROUPS) == len(dashboard.LOOKS)
    assert list(dashboard.LOOKS) == list(dashboard.GROUPS), "the bars and their legend have one order"


def test_names_in_the_picture_are_escaped() -> None:
    made = heat.heat(DOCUMENT, [District({}, uuid.uuid4(), '<b>"区"&')], KEYS, "duty", "claimed")
    assert "<b>" not in made.picture
    assert "&lt;b&gt;" in made.picture

"""The cheapest way in a report: after the gaps, in both languages, with the engine's own numbers."""

import re

import pytest

from assess.reports.html import render
from assess.values.text import Locale
from tests.reports import samples

CHAPTER = re.compile(r'<h2 id="(\w+)">')
WORDS = {"zh": ("最短达标路径", "合计"), "en": ("Cheapest way to the next grade", "Total")}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_path_stands_after_the_gaps(locale: Locale) -> None:
    content = samples.report(locale=locale)
    assert content.path is not None
    page = render(content)
    chapters = CHAPTER.findall(page)
    assert chapters.index("path") == chapters.index("gaps") + 1
    title, total = WORDS[locale]
    assert title in page
    assert content.path.actions
    assert total in page
    assert str(content.path.effort) in page


def test_efforts_add_up_and_every_action_says_what_it_serves() -> None:
    path = samples.report().path
    assert path is not None
    efforts = [float(one.effort.split(" ")[0]) for one in path.actions]
    assert f"{sum(efforts):g} 人日" == path.effort
    assert all(one.items and one.clauses and one.do and one.changes for one in path.actions)
    assert [one.number for one in path.actions] == [str(number) for number in range(1, len(efforts) + 1)]
    assert len(path.notes) >= 2
    assert path.state == "proven"

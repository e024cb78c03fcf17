"""The official words of a clause stand beside ours on the question page, where an operator loaded them."""

import hashlib
from datetime import datetime

import pytest

from assess.accounts.models import Account
from assess.checklists import texts
from assess.db import Database
from tests.conftest import CountQueries
from tests.factories.checklists import published
from tests.web.browsing import Browser
from tests.web.filling import COVER, LISTS, Sitting, begin

TEXT = "示范市措施\n一、信用。对<b>失信</b>主体\n　　多检查。\n二、海外保险。2021年底前出台细则。\n"
MOST_QUERIES = 10  # as without a text: its words are kept by the process
LABEL = "原文（运营方载入）"


@pytest.fixture
def sitting(lead_browser: Browser, database: Database, lead: Account) -> Sitting:
    return begin(lead_browser, database, lead)


def load(database: Database, now: datetime, text: str = TEXT, sha256: str | None = None) -> None:
    with database.write() as session:
        given = sha256 or hashlib.sha256(text.encode()).hexdigest()
        texts.attach(session, measure=published().measure, text=text, sha256=given, now=now)
        session.commit()


def test_nothing_stands_there_where_nothing_was_loaded(sitting: Sitting) -> None:
    page = sitting.get(LISTS)
    assert page.status_code == 200
    assert LABEL not in page.text


def test_the_words_of_the_clause_are_shown_and_escaped(sitting: Sitting, database: Database, now: datetime) -> None:
    load(database, now)
    page = sitting.get(LISTS).text
    assert LABEL in page
    assert "与编制所用文本不同" in page
    assert '<blockquote class="official__words" lang="zh">一、信用。对&lt;b&gt;失信&lt;/b&gt;主体\n多检查。' in page
    assert "出台细则。</blockquote>" not in page
    assert "出台细则。</blockquote>" in sitting.get(COVER).text


def test_the_text_the_authors_used_is_told_from_another(sitting: Sitting, database: Database, now: datetime) -> None:
    load(database, now, sha256=published().measure.source.sha256)
    page = sitting.get(LISTS).text
    assert "与编制所用文本一致" in page
    assert "与编制所用文本不同" not in page


def test_another_text_is_shown_at_once_and_none_after_it_was_taken_away(
    sitting: Sitting, database: Database, now: datetime
) -> None:
    load(database, now)
    sitting.get(LISTS)
    load(database, now, TEXT.replace("多检查", "少检查"))
    assert "少检查" in sitting.get(LISTS).text
    with database.write() as session:
        texts.detach(session, measure="demo-2020", now=now)
        session.commit()
    assert LABEL not in sitting.get(LISTS).text


def test_the_words_cost_one_query(
    sitting: Sitting, database: Database, now: datetime, count_queries: CountQueries
) -> None:
    load(database, now)
    sitting.get(LISTS)
    sitting.browser.app.state.runner.stop()  # it looks for jobs all the time
    with count_queries() as statements:
        assert LABEL in sitting.get(LISTS).text
    assert sum("measure_text" in statement for statement in statements) == 1
    assert len(statements) <= MOST_QUERIES, statements

"""The file that a draft becomes: it loads, and lint names only what is the author's to write; whatever the text."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.checklists.definition import Measure
from assess.checklists.drafting.draft import draft
from assess.checklists.drafting.fold import SHORT, fold, squeeze
from assess.checklists.drafting.skeleton import digest, doubts, measure, skeleton
from assess.checklists.lint import measure as lint_measure
from assess.checklists.lint import words as lint_words
from assess.checklists.loader.validate import validate
from assess.checklists.loader.yamltext import parse
from tests.checklists.drafting.invented import ARTICLES, BULLETS, NESTED, PLAIN, SCANNED, TABLE

TEXTS = {"plain": PLAIN, "nested": NESTED, "articles": ARTICLES, "bullets": BULLETS, "scanned": SCANNED, "table": TABLE}
AUTHORS = {"lint.text-empty", "lint.empty", "lint.not-date", "lint.text-untranslated"}
PIECES = (
    "一、|二、|三、|（一）|(二)|1.|2．|3 .|4、|第一条|第二条|①|-|●|。|；|：|，|\n|　|\r\n|某市|市公安局|牵头部门：|配合"
    "|（|）|[|]|〔|〕|2032年底前|争取|年内|到2033年|2032年1-3月|2家以上|不少于|≥|60%|1-2个|序号单位|《|》|“|”|关于印发|通知"
    "|某发〔2031〕3号|2031年1月2日|I1.|\x00|\x85|\u2028|#|: |{|}|\\|\"|'|😀"
)
WORDS = st.sampled_from(PIECES.split("|"))
ANY = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=120).map("".join))


def written(text: str, key: str = "some-2031") -> tuple[str, Measure]:
    made = draft(text)
    found = measure(made, key=key, region="110000", sha256=digest(text.encode()), checked="2031-12-01")
    return skeleton(made, found, "text.txt", "zh"), found


def problems(file: str) -> set[str]:
    tree = parse(file.encode(), "some-2031.yaml")
    loaded = validate(tree, Measure)
    return {one.message for one in (*lint_words(tree), *lint_measure(tree, loaded, ()))}


@pytest.mark.parametrize("name", TEXTS)
def test_lint_names_only_what_the_author_writes(name: str) -> None:
    file, found = written(TEXTS[name])
    assert validate(parse(file.encode(), "x.yaml"), Measure) == found
    left = problems(file)
    assert left <= {"lint.text-empty", "lint.empty", "lint.not-date"}
    if name == "plain":
        assert left == {"lint.text-empty"}


def test_the_file_as_its_author_sees_it() -> None:
    file, _ = written(PLAIN)
    assert file.startswith("# 由 assess measures draft 从 text.txt 生成的骨架")
    assert '\nissued: {date: "2031-03-05", precision: day}\n' in file
    assert '\n      - {name: {zh: 市市场监管局（知识产权局）, en: ""}, role: listed}\n' in file
    assert "\n      # 第 13 行“2032年6月底前”\n" in file
    assert "\n#   第 15 行“100次”：数字所在的句子只是鼓励、支持或探索，没有写入\n" in file


def test_doubts_are_said_in_english_too() -> None:
    lines = list(doubts(draft(PLAIN), "en"))
    assert lines[0] == "Not sure of 2 places:"
    assert lines[1] == "  line 14 “提高60%以上”: unit or sense of the number is not plain; not written down"


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ANY)
def test_any_text_can_be_read(text: str) -> None:
    made = draft(text)
    assert all(words and words in text for words in made.slices().values())
    assert len(made.slices()) == len(made.readings)
    assert all(len(one.quote) <= SHORT and "\n" not in one.quote for one in made.findings)
    for reading in made.readings:
        places = [(one.start, one.end) for one in reading.departments]
        places += [(one.start, one.end) for one in reading.deadlines]
        places += [(one.start, one.end) for one in reading.quantities]
        assert all(reading.passage.start <= start < end <= reading.passage.end for start, end in places)
    assert draft(text) == made


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ANY)
def test_any_text_becomes_a_file_that_loads(text: str) -> None:
    file, found = written(text)
    assert validate(parse(file.encode(), "x.yaml"), Measure) == found
    assert problems(file) <= AUTHORS


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@pytest.mark.parametrize(
    "unit", ["(", "[", "(一)", "1.\n", "一、", "2家", "牵头部门:", "2021年", "\n", "等部门", "《", "、"]
)
def test_a_hostile_megabyte_takes_no_longer_than_a_megabyte(unit: str) -> None:
    """A second where nothing else runs; tenfold work for tenfold text would show as minutes."""
    text = f"一、甲。{unit * (1_000_000 // len(unit))}\n二、乙。照办。"
    started = time.perf_counter()
    draft(text)
    assert time.perf_counter() - started < 8


def test_too_many_doubts_are_counted() -> None:
    made = draft("一、甲。" + "约3家，" * 1000 + "\n二、乙。照办。\n" + "第三条\n" * 900)
    assert len(made.findings) == 400
    assert made.left_out > 0
    assert list(doubts(made, "zh"))[-1].startswith("另有 ")


def test_a_text_on_disk_is_named_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(PLAIN.encode())
    assert digest(path.read_bytes()) == written(PLAIN)[1].source.sha256

"""Links inside a content folder are refused wherever they stand: they could lead to any file of the machine."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.checklists.loader import ContentError, catalogue, check, load_lists, load_published, load_themes, publish
from assess.checklists.loader.library import load_measure
from assess.checklists.loader.measures import measure_files

KEY = "demo-2020/enterprise"


def moved(content: Path, name: str) -> Path:
    """Move a file or a folder outside, and leave a link to it in its place."""
    place, outside = content / name, content.parent / "outside"
    shutil.move(place, outside)
    place.symlink_to(outside)
    return place


def named(caught: pytest.ExceptionInfo[ContentError]) -> set[tuple[str, str]]:
    return {(problem.file, problem.message) for problem in caught.value.problems}


def one_measure(root: Path) -> object:
    return load_measure(root, "demo-2020")


def loaded(root: Path) -> object:
    return load_published(root, KEY)


def frozen(root: Path) -> object:
    return publish(root, KEY, "1.0.0")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (f"{KEY}/1.0.0.yaml", catalogue),
        (KEY, catalogue),
        ("demo-2020", catalogue),
        ("measures/demo-2020.yaml", measure_files),
        ("measures", measure_files),
        ("measures/demo-2020.yaml", one_measure),
        ("measures/demo-2020.yaml", loaded),
        ("facts", loaded),
        ("facts/credit.yaml", loaded),
        ("roles.yaml", loaded),
        ("roles.yaml", frozen),
        ("themes.yaml", load_themes),
        ("lists.yaml", load_lists),
    ],
)
def test_a_link_is_refused_by_name(content: Path, name: str, read: Callable[[Path], object]) -> None:
    if not (content / name).exists():
        (content / name).write_text("{}\n", encoding="utf-8")
    link = moved(content, name)
    with pytest.raises(ContentError) as caught:
        read(content)
    assert named(caught) == {(str(link), "content.link")}


def test_lint_names_the_link(content: Path) -> None:
    link = moved(content, "facts/credit.yaml")
    assert (str(link), "content.link") in {(problem.file, problem.message) for problem in check(content, content)}


def test_the_folder_itself_may_be_reached_by_a_link(content: Path, tmp_path: Path) -> None:
    way = tmp_path / "way"
    way.symlink_to(content)
    assert [entry.key for entry in catalogue(way)] == [KEY]
    assert load_published(way, KEY)[0].key == KEY

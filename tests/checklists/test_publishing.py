"""From a draft to a frozen document, and what the loader gives of both."""

import json
from pathlib import Path
from time import perf_counter

import pytest

from assess.checklists.coverage import coverage
from assess.checklists.loader import (
    SHIPPED,
    ContentError,
    canonical,
    catalogue,
    digest,
    load_measure,
    load_published,
    publish,
    resolve_path,
    thaw,
)
from tests.checklists.conftest import SOUND

KEY = "demo-2020/enterprise"
DRAFT = "demo-2020/enterprise/1.0.0.yaml"


def _message(caught: pytest.ExceptionInfo[ContentError]) -> str:
    return caught.value.problems[0].message


def test_facts_come_in_the_order_of_asking_and_kinds_only_if_used() -> None:
    published, _ = load_published(SOUND, KEY)
    assert [fact.key for fact in published.facts] == [
        "credit.serious-list",
        "credit.procedure",
        "credit.trainings",
        "overseas.sells-abroad",
        "insurance.policies",
    ]
    assert [kind.key for kind in published.kinds] == ["policy", "record"]
    assert [role.key for role in published.roles] == ["exporter", "platform"]


def test_the_canonical_form_is_sorted_and_reads_back_equal() -> None:
    published, sha256 = load_published(SOUND, KEY)
    document = canonical(published)
    assert thaw(document, "x") == published
    assert digest(document) == sha256
    assert document.endswith(b"}\n")
    data = json.loads(document)
    assert document == (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    assert data["checklist"]["form"]["sections"][0]["groups"][0]["items"][0]["points"] == "6"
    assert data["measure"]["document_number"] is None


def test_publishing_freezes_once_and_for_ever(content: Path) -> None:
    _, before = load_published(content, KEY)
    entry = publish(content, KEY, "1.0.0")
    lock = (content / "published.lock").read_text(encoding="utf-8")
    assert lock == f"{before}  demo-2020/enterprise/1.0.0.json\n"
    assert (entry.state, entry.sha256) == ("published", before)
    (content / "facts" / "credit.yaml").write_text("facts: broken\n", encoding="utf-8")
    assert load_published(content, KEY)[1] == before
    with pytest.raises(ContentError) as caught:
        publish(content, KEY, "1.0.0")
    assert _message(caught) == "content.published-already"


def test_what_lint_refuses_is_not_published(content: Path) -> None:
    path = content / DRAFT
    path.write_text(path.read_text(encoding="utf-8").replace("{duty: 10}", "{duty: 11}"), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        publish(content, KEY, "1.0.0")
    assert _message(caught) == "lint.points-sum"
    assert not path.with_suffix(".json").exists()
    assert not (content / "published.lock").exists()


def test_a_changed_document_is_refused(content: Path) -> None:
    entry = publish(content, KEY, "1.0.0")
    entry.path.write_bytes(entry.path.read_bytes().replace(b"Excellent", b"Brilliant"))
    with pytest.raises(ContentError) as caught:
        load_published(content, KEY)
    assert _message(caught) == "content.hash-differs"


def test_the_newest_published_version_wins_over_a_newer_draft(content: Path) -> None:
    publish(content, KEY, "1.0.0")
    text = (content / DRAFT).read_text(encoding="utf-8")
    for version in ("1.0.2", "1.0.10"):
        path = content / KEY / f"{version}.yaml"
        path.write_text(text.replace("version: 1.0.0", f"version: {version}"), encoding="utf-8")
    assert [(entry.version, entry.state) for entry in catalogue(content)] == [
        ("1.0.0", "published"),
        ("1.0.2", "draft"),
        ("1.0.10", "draft"),
    ]
    assert load_published(content, KEY)[0].checklist.version == "1.0.0"
    assert load_published(content, KEY, "1.0.2")[0].checklist.version == "1.0.2"
    publish(content, KEY, "1.0.10")
    assert load_published(content, KEY)[0].checklist.version == "1.0.10"


@pytest.mark.parametrize(("key", "version"), [("none/enterprise", None), (KEY, "9.9.9"), ("../x", None)])
def test_what_does_not_exist_is_named(key: str, version: str | None) -> None:
    with pytest.raises(ContentError) as caught:
        load_published(SOUND, key, version)
    assert _message(caught) == "content.no-checklist"
    assert f"{KEY} 1.0.0" in str(caught.value)


def test_a_lone_file_finds_what_stands_beside_it(content: Path, tmp_path: Path) -> None:
    moved = (content / DRAFT).rename(content / "draft.yaml")
    assert resolve_path(moved, tmp_path / "nothing").key == KEY


def test_a_lone_file_falls_back_on_the_installed_set(content: Path, tmp_path: Path) -> None:
    alone = tmp_path / "elsewhere" / "draft.yaml"
    alone.parent.mkdir()
    (content / DRAFT).rename(alone)
    assert resolve_path(alone, content).key == KEY
    (alone.parent / "facts").mkdir()
    nearer = (content / "facts" / "credit.yaml").read_text(encoding="utf-8").replace("上一年培训次数", "去年培训次数")
    (alone.parent / "facts" / "credit.yaml").write_text(nearer, encoding="utf-8")
    published = resolve_path(alone, content)
    assert published.fact("credit.trainings").wording.zh == "去年培训次数"
    assert published.fact("insurance.policies").type == "table"


def test_a_frozen_document_anywhere(content: Path, tmp_path: Path) -> None:
    published, _ = load_published(content, KEY)
    path = tmp_path / "frozen.json"
    path.write_bytes(canonical(published))
    assert resolve_path(path, content) == published
    path.write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        resolve_path(path, content)
    assert _message(caught) == "content.invalid"


def test_loading_is_quick() -> None:
    began = perf_counter()
    published, _ = load_published(SHIPPED, "linyi-2021/enterprise")
    drafted = perf_counter()
    assert drafted - began < 5
    document = canonical(published)
    frozen = perf_counter()
    assert thaw(document, "x") == published
    assert perf_counter() - frozen < 1


def test_coverage_goes_through_all_clauses() -> None:
    rows = coverage(load_published(SOUND, KEY)[0])
    assert [(row.reference, row.items, row.reason is None) for row in rows] == [
        ("demo-2020/1", ("serious-list", "procedure"), True),
        ("demo-2020/2", ("overseas-cover",), True),
        ("demo-2020/3", (), False),
    ]


def test_a_measure_by_its_key() -> None:
    assert load_measure(SOUND, "demo-2020").region == "371300"
    with pytest.raises(ContentError) as caught:
        load_measure(SOUND, "demo-2021")
    assert _message(caught) == "content.unknown-measure"


def test_a_broken_lock_names_its_line(content: Path) -> None:
    (content / "published.lock").write_text("abc\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        catalogue(content)
    assert (_message(caught), caught.value.problems[0].line) == ("content.lock-line", 1)

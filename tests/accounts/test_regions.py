"""The regions: names with all above them, what lies where, and finding one."""

import pytest

from assess.accounts import regions


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("371302", "山东省临沂市兰山区", "Lanshan District, Linyi, Shandong"),
        ("310104", "上海市徐汇区", "Xuhui District, Shanghai"),
        ("000000", "000000", "000000"),
    ],
)
def test_full_names(code: str, zh: str, en: str) -> None:
    assert (regions.full_name(code, "zh"), regions.full_name(code, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("code", "area", "expected"),
    [
        ("371302", "371300", True),
        ("371302", "370000", True),
        ("371302", "371302", True),
        ("371300", "371302", False),
        ("370102", "371300", False),
        ("610113", "371300", False),
    ],
)
def test_what_lies_where(code: str, area: str, *, expected: bool) -> None:
    assert regions.lies_in(code, area) is expected


def test_searching_by_name_in_both_languages_and_by_code() -> None:
    assert regions.search("临沂")[0].code == "371300"
    assert regions.search("linyi")[0].code == "371300"
    assert regions.search("371302")[0].code == "371302"
    assert [one.code for one in regions.search("临沂市 兰山")] == ["371302"]
    assert regions.search(" ") == ()
    assert len(regions.search("区", most=5)) == 5


def test_the_tree_is_whole() -> None:
    known = regions.regions()
    assert all(region.parent in known for region in known.values() if region.level != "province")
    assert {region.level for region in regions.children()} == {"province"}
    assert "371302" in {region.code for region in regions.children("371300")}
    assert [region.code for region in regions.path("371302")] == ["370000", "371300", "371302"]
    assert regions.path("999999") == ()

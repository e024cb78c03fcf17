"""Which checklists concern whom, by region and kind."""

import dataclasses
import uuid

import pytest

from assess.overview import concern
from assess.overview.concern import Reason
from assess.values.profile import Profile
from tests.factories.checklists import published

XINJIANG, LINYI, LUOYANG, XUHUI, XIAN = "650000", "371300", "410300", "310104", "610100"


@pytest.mark.parametrize(
    ("measure", "own", "expected"),
    [
        (LINYI, "371302", "inside"),  # a county of the city
        (LINYI, "371300", "inside"),  # the city itself
        (LINYI, "370000", "part"),  # only the province was named
        (LINYI, "370100", "elsewhere"),  # another city of the province
        (XINJIANG, "650102", "inside"),  # a province covers its cities and counties
        (XINJIANG, "659001", "inside"),  # and what lies directly below it
        (XUHUI, "310104", "inside"),
        (XUHUI, "310000", "part"),
        (XUHUI, "310105", "elsewhere"),  # the next district
        (XIAN, "610113", "inside"),
        (LUOYANG, XIAN, "elsewhere"),
    ],
)
def test_a_measure_reaches_its_own_region(measure: str, own: str, expected: Reason) -> None:
    assert concern.reason(measure, own) == expected


def test_what_concerns_comes_first_and_other_kinds_not_at_all() -> None:
    here = published()
    other = dataclasses.replace(here, measure=dataclasses.replace(here.measure, key="a-2020", region=XUHUI))
    district = dataclasses.replace(here, checklist=dataclasses.replace(here.checklist, audience="district"))
    profile = Profile(kind="enterprise", region=here.measure.region)
    found = concern.ranked(((uuid.uuid4(), one) for one in (other, district, here)), profile)
    assert [(offer.document, offer.concerns) for offer in found] == [(here, True), (other, False)]

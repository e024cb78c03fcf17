"""Which marks outlive a mended form: exactly those whose item was not returned and whose inputs are the same."""

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assess.assessments import snapshot
from assess.reviews.keeping import Handed, kept
from assess.scoring.columns import score_columns
from assess.scoring.reads import facts_of_item
from tests.factories.accounts import START
from tests.factories.checklists import published
from tests.factories.submissions import frozen

ITEMS = {item.key: item for item in published().checklist.form.items()}
FACTS = {key: set(facts_of_item(item)) for key, item in ITEMS.items()}
BASE = frozen(
    {
        "credit.serious-list": "no",
        "credit.procedure": "partial",
        "credit.trainings": "2",
        "overseas.sells-abroad": "yes",
        "insurance.policies": [{"id": "r1", "product": "overseas-liability", "end": "2027-05-31", "invoice": "yes"}],
    }
)
FILE = {"id": "1", "row_id": None, "kind": "policy", "name": "保单.pdf", "size": 9, "sha256": "0", "issued_on": None}
ANSWERS = {
    "credit.serious-list": st.sampled_from(["yes", "no", "unknown"]),
    "credit.procedure": st.sampled_from(["yes", "partial", "no", "unknown"]),
    "credit.trainings": st.integers(0, 3).map(str),
    "overseas.sells-abroad": st.sampled_from(["yes", "no"]),
}


def handed(content: dict[str, Any]) -> Handed:
    columns = score_columns(
        published().checklist.form,
        snapshot.inputs(published(), content, START.date()),
        snapshot.evidence(content),
    )
    return Handed(published(), json.loads(json.dumps(content)), {item.key: item for item in columns.claimed.items})


@given(
    answers=st.fixed_dictionaries({}, optional=ANSWERS),
    notes=st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.sampled_from(["", "补充说明"]), max_size=2),
    claims=st.dictionaries(st.just("procedure"), st.sampled_from(["没有员工", "不适用"])),
    filed=st.sets(st.sampled_from(sorted(set().union(*FACTS.values()))), max_size=2),
    returned=st.sets(st.sampled_from(sorted(ITEMS)), max_size=2),
)
def test_exactly_those_whose_inputs_are_the_same(
    answers: dict[str, str],
    notes: dict[str, str],
    claims: dict[str, str],
    filed: set[str],
    returned: set[str],
) -> None:
    after = copy.deepcopy(BASE)
    for fact, value in answers.items():
        after["answers"][fact]["value"] = value
    for fact, note in notes.items():
        after["answers"][fact]["note"] = note
    after["not_applicable"] = claims
    after["evidence"] = [{**FILE, "fact": fact} for fact in sorted(filed)]
    moved = {fact for fact in BASE["answers"] if BASE["answers"][fact] != after["answers"][fact]} | filed
    expected = {key for key, facts in FACTS.items() if key not in returned | set(claims) and facts.isdisjoint(moved)}
    assert kept(handed(BASE), handed(after), returned) == expected


def test_the_profile_unsettles_what_it_decides() -> None:
    """The roles alone make the insurance an item; whether it is sold abroad is the same answer as before."""
    before, after = copy.deepcopy(BASE), copy.deepcopy(BASE)
    for content in (before, after):
        content["answers"]["overseas.sells-abroad"]["value"] = "no"
    after["profile"]["roles"] = []
    assert kept(handed(before), handed(after), ()) == {"serious-list", "procedure"}

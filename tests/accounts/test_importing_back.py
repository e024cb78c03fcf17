"""Any small table of organisations: shown, applied and taken back, everything is as it was."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Organisation, OrganisationKind
from tests.accounts.test_importing import city, do, office, rows_of, send, state, undo
from tests.factories.accounts import credit_code, make_organisation

__all__ = ["city", "office"]
DISTRICT = OrganisationKind.DISTRICT

NAMES = st.sampled_from(["甲", "乙", "丙", "东区", "西区", "新名"])
CODES = [credit_code(9_000_000 + number) for number in range(6)]
ROW = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "credit_code": st.sampled_from([*CODES, "913713000000000000"]),
        "kind": st.sampled_from(["企业", "区县", "机关"]),
        "region": st.sampled_from(["371302", "临沂市", "鼓楼区"]),
        "size": st.sampled_from(["小型", "大型"]),
        "industry": st.sampled_from(["C", "制造业", "ZZ"]),
        "roles": st.sampled_from(["出口企业", "exporter;电商平台"]),
        "parent": NAMES,
    },
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=1, max_size=8))
def test_preview_apply_undo_leaves_everything_as_it_was(
    session: Session, city: Organisation, office: Actor, now: datetime, rows: list[dict[str, str]]
) -> None:
    with session.begin_nested() as whole:
        east = make_organisation(session, name="东区", kind=DISTRICT, parent=city)
        make_organisation(session, name="西区", kind=DISTRICT, parent=east)
        for name, code, parent in (("甲", CODES[0], city), ("乙", CODES[1], east), ("丙", CODES[2], None)):
            make_organisation(session, name=name, parent=parent).credit_code = code
        before = state(session)
        found = send(session, office, city, now, {"name": "甲", "region": "371300"}, *rows)
        assert state(session) == before
        shown = [(row.outcome, row.before) for row in rows_of(session, found)]
        if found.counts["new"] + found.counts["changed"]:
            do(session, office, found, now)
            assert [(row.outcome, row.before) for row in rows_of(session, found)] == shown
            after = state(session)
            assert len(after["places"]) == len(before["places"]) + found.counts["new"]
            assert _lines(after) == after["lines"]
            undo(session, office, found, now)
            assert found.counts["kept"] == 0
            assert state(session) == before
        whole.rollback()


def _lines(found: Mapping[str, Any]) -> set[tuple[uuid.UUID, uuid.UUID, int]]:
    """Work out every line from the parents."""
    lines = set()
    for one in found["places"]:
        above, depth = found["places"][one][2], 1
        while above is not None:
            lines.add((one, above, depth))
            above, depth = found["places"][above][2], depth + 1
    return lines

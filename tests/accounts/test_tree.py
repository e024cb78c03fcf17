"""The tree of organisations: who lies below whom, on both databases, whatever is moved where."""

import itertools
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, Membership
from assess.access.roles import Action, Role
from assess.accounts import tree
from assess.accounts.models import Lineage, Organisation
from assess.errors import ConflictError, NotFoundError
from tests.factories.accounts import make_organisation

MANAGE = Action.MANAGE_ORGANISATIONS


def reach(session: Session, actor: Actor, action: Action = MANAGE) -> set[uuid.UUID]:
    return set(session.scalars(select(Organisation.id).where(tree.reached(Organisation.id, actor, action))))


def as_role(organisation: Organisation, role: Role = Role.ADMINISTRATOR) -> Actor:
    return Actor(uuid.uuid4(), memberships=(Membership(organisation.id, role, operator=organisation.operator),))


def test_an_administrator_reaches_what_lies_below_and_nothing_beside(session: Session) -> None:
    city, other = make_organisation(session, name="市"), make_organisation(session, name="外市")
    district = make_organisation(session, name="区", parent=city)
    firm = make_organisation(session, name="企业", parent=district)
    alien = make_organisation(session, name="外企", parent=other)
    assert reach(session, as_role(city)) == {city.id, district.id, firm.id}
    assert reach(session, as_role(district)) == {district.id, firm.id}
    assert reach(session, as_role(firm)) == {firm.id}
    for role in (Role.LEAD, Role.RESPONDENT, Role.REVIEWER):
        assert reach(session, as_role(city, role)) == set()
    assert reach(session, as_role(city, Role.LEAD), Action.INVITE) == {city.id}
    assert tree.require_reach(session, actor=as_role(city), action=MANAGE, organisation_id=firm.id) is firm
    for stranger in (alien.id, uuid.uuid4()):
        with pytest.raises(NotFoundError) as caught:
            tree.require_reach(session, actor=as_role(city), action=MANAGE, organisation_id=stranger)
        assert caught.value.args == ("not-found", {})


def test_the_operators_administrator_reaches_everything(session: Session) -> None:
    operator, firm = make_organisation(session, operator=True), make_organisation(session)
    assert {operator.id, firm.id} <= reach(session, as_role(operator))
    assert reach(session, as_role(operator, Role.REVIEWER)) == set()


def test_a_moved_branch_takes_everything_below_along(session: Session) -> None:
    east, west = make_organisation(session, name="东"), make_organisation(session, name="西")
    district = make_organisation(session, name="区", parent=east)
    firm = make_organisation(session, name="企业", parent=district)
    tree.place(session, district, west)
    assert reach(session, as_role(east)) == {east.id}
    assert reach(session, as_role(west)) == {west.id, district.id, firm.id}
    tree.place(session, district, None)
    assert (district.parent_id, reach(session, as_role(west))) == (None, {west.id})
    assert reach(session, as_role(district)) == {district.id, firm.id}


def test_no_circle_and_no_bottomless_tree(session: Session) -> None:
    chain = [make_organisation(session)]
    for _ in range(tree.DEEPEST - 1):
        chain.append(make_organisation(session, parent=chain[-1]))
    with pytest.raises(ConflictError, match=r"tree\.too-deep"):
        tree.place(session, make_organisation(session), chain[-1])
    for target in (chain[0], chain[3]):
        with pytest.raises(ConflictError, match=r"tree\.circle"):
            tree.place(session, chain[0], target)
    assert chain[0].parent_id is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 6), st.integers(-1, 6)), max_size=14))
def test_the_lineage_is_what_the_parents_say(session: Session, moves: list[tuple[int, int]]) -> None:
    session.execute(delete(Lineage))
    nodes = [make_organisation(session, name=f"节点{number}") for number in range(7)]
    for child, parent in moves:
        try:
            tree.place(session, nodes[child], nodes[parent] if parent >= 0 else None)
        except ConflictError as error:
            assert error.message == "tree.circle"  # noqa: PT017 - which moves are refused is drawn
    parents = {node.id: node.parent_id for node in nodes}
    expected = set()
    for node in nodes:
        above = parents[node.id]
        for depth in itertools.count(1):
            if above is None:
                break
            expected.add((node.id, above, depth))
            above = parents[above]
    rows = session.execute(select(Lineage.organisation_id, Lineage.ancestor_id, Lineage.depth))
    assert {tuple(row) for row in rows} == expected

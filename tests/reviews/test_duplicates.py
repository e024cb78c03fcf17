"""The same file again: who is told of whom."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts.models import Organisation
from assess.assessments.models import Assessment, Evidence
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.errors import NotFoundError
from assess.reviews import duplicates
from assess.reviews.duplicates import Again
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.reviews import Scene, make_authority, reviewer_of, store_campaign

SAME, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    made = Scene(session, now)
    hand_in(made, made.assessment)
    return made


def hand_in(
    scene: Scene, assessment: Assessment, sha256: str = SAME, *, fact: str = "credit.serious-list", **given: object
) -> Evidence:
    """Have a file in a form that was handed in an hour later."""
    person = scene.lead.account_id
    columns = {"kind": "record", "name": "通知.pdf", "media_type": "application/pdf", "size": 9, "at": scene.now}
    made = Evidence(assessment_id=assessment.id, fact=fact, sha256=sha256, by=person, **(columns | given))
    assessment.status, assessment.submitted_at = Status.SUBMITTED, scene.now + timedelta(hours=1)
    scene.session.add(made)
    scene.session.flush()
    return made


def another(
    scene: Scene, name: str, *, campaign: Campaign | None = None, owner: Organisation | None = None
) -> Assessment:
    """Have a form of another organisation, in the same campaign unless told."""
    made = make_assessment(scene.session, owner or make_organisation(scene.session, name=name))
    made.campaign_id = (campaign or scene.campaign).id
    scene.session.flush()
    return made


def elsewhere(scene: Scene) -> Campaign:
    """Have a campaign of a city that these reviewers have nothing to do with."""
    return store_campaign(scene.session, make_authority(scene.session, "别处知识产权局"), name="别处的批次")


def again(scene: Scene, actor: object = None) -> Again | None:
    found = duplicates.again(
        scene.session,
        actor=actor or scene.first,  # type: ignore[arg-type]  # tests vary it
        assessment=scene.assessment,
        hashes={SAME, OTHER},
    )
    assert set(found) <= {SAME, OTHER}
    return found.get(SAME)


def test_within_reach_the_other_is_named(scene: Scene, count_queries: CountQueries) -> None:
    other = another(scene, "临沂乙公司")
    hand_in(scene, other)
    with count_queries() as statements:
        found = again(scene)
    assert found is not None
    assert [(one.assessment_id, one.organisation, one.campaign) for one in found.named] == [
        (other.id, "临沂乙公司", scene.campaign.name)
    ]
    assert (found.own, found.others) == (0, 0)
    assert len(statements) == 1


def test_beyond_reach_there_is_a_number_and_no_name(scene: Scene) -> None:
    far = elsewhere(scene)
    for name in ("别处甲公司", "别处乙公司"):
        hand_in(scene, another(scene, name, campaign=far))
    hand_in(scene, another(scene, "", campaign=far, owner=scene.organisation))
    assert again(scene) == Again((), own=1, others=2)


def test_one_form_counts_once_however_often_it_holds_the_file(scene: Scene) -> None:
    other = another(scene, "别处甲公司", campaign=elsewhere(scene))
    hand_in(scene, other)
    hand_in(scene, other, fact="insurance.policies")
    assert again(scene) == Again((), own=0, others=1)


def test_what_was_not_handed_in_is_nobodys_business(scene: Scene) -> None:
    draft = another(scene, "只是草稿的公司")
    hand_in(scene, draft)
    draft.status, draft.submitted_at = Status.DRAFT, None
    alone = make_assessment(scene.session, make_organisation(scene.session, name="不在批次中的公司"))
    hand_in(scene, alone)
    withdrawn = another(scene, "撤回的公司")
    hand_in(scene, withdrawn)
    withdrawn.status = Status.WITHDRAWN
    before, after = another(scene, "提交前撤下的公司"), another(scene, "退回后才传的公司")
    hand_in(scene, before, removed_at=scene.now + timedelta(minutes=5))
    hand_in(scene, after, at=scene.now + timedelta(hours=5))
    scene.session.flush()
    assert again(scene) is None
    hand_in(scene, another(scene, "提交后撤下的公司"), removed_at=scene.now + timedelta(hours=5))
    found = again(scene)
    assert found is not None
    assert [one.organisation for one in found.named] == ["提交后撤下的公司"]


def test_a_reviewers_own_organisation_is_never_named_to_them(scene: Scene) -> None:
    own = make_organisation(scene.session, name="复核人自己的公司")
    hand_in(scene, another(scene, "", owner=own))
    account = make_account(scene.session, scene.body, Role.REVIEWER, name="两边的人")
    inside = make_account(scene.session, own, Role.RESPONDENT)
    both = actor_of(scene.session, account)
    both = type(both)(**{
        **{name: getattr(both, name) for name in both.__slots__},
        "memberships": (*both.memberships, *actor_of(scene.session, inside).memberships),
    })  # fmt: skip
    assert again(scene, both) == Again((), own=0, others=1)


def test_nothing_is_asked_of_no_files(scene: Scene, count_queries: CountQueries) -> None:
    with count_queries() as statements:
        found = duplicates.again(scene.session, actor=scene.first, assessment=scene.assessment, hashes=())
    assert (found, statements) == ({}, [])


def test_a_campaigns_list_groups_what_several_handed_in(scene: Scene, count_queries: CountQueries) -> None:
    second, third = another(scene, "临沂乙公司"), another(scene, "临沂丙公司")
    hand_in(scene, second)
    hand_in(scene, third)
    hand_in(scene, second, OTHER)
    hand_in(scene, second, OTHER, fact="insurance.policies")  # twice, but the same organisation
    hand_in(scene, another(scene, "别处甲公司", campaign=elsewhere(scene)))
    with count_queries() as statements:
        found = duplicates.repeated(scene.session, actor=scene.first, campaign_id=scene.campaign.id)
    (group,) = found.groups
    assert (group.sha256, group.organisations, group.size) == (SAME, 3, 9)
    assert {one.organisation for one in group.copies} == {scene.organisation.name, "临沂乙公司", "临沂丙公司"}
    assert all(one.fact is not None and one.fact.key == "credit.serious-list" for one in group.copies)
    assert (found.campaign, found.more) == ((scene.campaign.id, scene.campaign.name), False)
    assert [key for key, _name in found.campaigns] == [scene.campaign.id]
    assert len(statements) <= 3


def test_the_newest_campaign_is_shown_first_and_no_other_body_sees_it(scene: Scene) -> None:
    hand_in(scene, another(scene, "临沂乙公司"))
    newest = store_campaign(scene.session, scene.body, name="更新的批次", opens_at=scene.now - timedelta(days=1))
    found = duplicates.repeated(scene.session, actor=scene.first, campaign_id=None)
    assert found.campaign == (newest.id, "更新的批次")
    assert found.groups == ()
    stranger = reviewer_of(scene.session, make_authority(scene.session, "别处知识产权局"), "外人")
    for wrong in (scene.campaign.id, uuid.uuid4()):
        with pytest.raises(NotFoundError):
            duplicates.repeated(scene.session, actor=stranger, campaign_id=wrong)
    assert duplicates.repeated(scene.session, actor=stranger, campaign_id=None).campaign is None


def test_a_long_list_says_that_there_is_more(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "MOST_GROUPS", 1)
    other = another(scene, "临沂乙公司")
    for sha256 in (SAME, OTHER):
        hand_in(scene, scene.assessment, sha256)
        hand_in(scene, other, sha256)
    found = duplicates.repeated(scene.session, actor=scene.first, campaign_id=scene.campaign.id)
    assert (len(found.groups), found.more) == (1, True)

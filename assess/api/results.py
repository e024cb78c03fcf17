"""Results: the score with its trace, the gaps, the cheapest way, what programmes would bring."""

from typing import Annotated

from fastapi import Depends

from assess.api.deps import DbSession, Language, Now, Viewer
from assess.api.loading import Seen
from assess.api.paging import Page, Pages
from assess.api.routing import make_router
from assess.api.schemas.results import GapOut, PlanOut, ProgrammesOut, ResultOut, Speaker
from assess.assessments import estimating
from assess.assessments.counting import Counted, counted
from assess.assessments.pathsheet import path_sheet

router = make_router("results")
PATH = "/assessments/{assessment_id}"


def get_counted(session: DbSession, actor: Viewer, seen: Seen, now: Now) -> Counted:
    """Score what counts."""
    return counted(session, actor=actor, loaded=seen, now=now)


Score = Annotated[Counted, Depends(get_counted)]


@router.get(f"{PATH}/result", name="api-result", summary="得分、等级与计算过程")
def result(score: Score) -> ResultOut:
    """Give both dials with their range, the grade, sections and items, each with the statements of its trace."""
    return Speaker(score.scored).result(score)


@router.get(f"{PATH}/gaps", name="api-gaps", summary="差距")
def gaps(score: Score, paging: Pages) -> Page[GapOut]:
    """List what is missing, the most important first."""
    speaker = Speaker(score.scored)
    ranked = list(enumerate(score.scored.gaps))
    return paging.cut(ranked, place=lambda one: (one[0],), show=lambda one: speaker.gap(one[1]))


@router.get(f"{PATH}/plan", name="api-plan", summary="最短达标路径")
def plan(score: Score, language: Language) -> PlanOut:
    """Give the cheapest way to the next grade."""
    found = score.scored
    return PlanOut.model_validate(path_sheet(found.published, found.inputs, found.options(), language))


@router.get(f"{PATH}/programmes", name="api-programmes", summary="惠企政策估算")
def programmes(score: Score, language: Language) -> ProgrammesOut:
    """Estimate what external programmes would bring; an amount is never a promise."""
    found = score.scored
    sheets = estimating.sheets(found.published, found.inputs, found.result, language)
    return ProgrammesOut(as_of=found.inputs.as_of, programmes=sheets)

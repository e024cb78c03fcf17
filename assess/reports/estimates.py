"""Build what external programmes would bring (pure): estimates, never promises."""

from assess.assessments import estimating
from assess.reports.frame import Frame
from assess.reports.parts import UnclaimedView
from assess.wording.estimates import EstimateTold
from assess.wording.sentences import say


def estimates(frame: Frame, year: int | None = None) -> tuple[EstimateTold, ...]:
    """Estimate every programme of the checklist; those that concern the organisation come first.

    Args:
        frame: The report in the making.
        year: The year of payment; by default that of the day of assessment.
    """
    return estimating.told(frame.published, frame.inputs, frame.result, frame.locale, year)


def applicable(told: tuple[EstimateTold, ...]) -> tuple[EstimateTold, ...]:
    """Keep the estimates that concern the organisation."""
    return tuple(one for one in told if one.applicable)


def unclaimed(frame: Frame, told: tuple[EstimateTold, ...]) -> tuple[UnclaimedView, ...]:
    """Say what is left lying, where something certainly is; that one complies only at the top grade."""
    message = "programme.unclaimed" if _at_top(frame) else "programme.unclaimed.only"
    return tuple(
        UnclaimedView(
            sentence=say(message, {"amount": one.unclaimed}, frame.locale),
            note=say("programme.unclaimed.note", {"programme": one.title}, frame.locale),
        )
        for one in applicable(told)
        if one.unclaimed is not None
    )


def _at_top(frame: Frame) -> bool:
    grade = frame.result.grade
    bands = sorted(frame.form.duty.bands, key=lambda band: band.from_)
    return grade.state == "graded" and bool(bands) and grade.effective == bands[-1].grade

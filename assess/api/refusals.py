"""Refusals that only programs meet, for a browser's page never sends the like."""

from assess.errors import AssessError


class BadRequestError(AssessError):
    """What was sent cannot even be read."""

    status = 400


class MediaTypeError(AssessError):
    """The body is of another kind than the address takes."""

    status = 415

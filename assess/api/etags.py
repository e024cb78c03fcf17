"""ETags: strong, made of revisions; no change without saying what it builds on."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Response

from assess.errors import AssessError

_MATCH = "修改的是哪一版（ETag）。 Which revision the change builds on."
_NONE_MATCH = (
    "读取：已有的版本（相同则 304）；写入：`*` 表示第一次填写。 "
    "Reading: what you have (304 if it is still that); writing: `*` for the first time."
)
IfMatch = Annotated[str | None, Header(alias="If-Match", max_length=1000, description=_MATCH)]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", max_length=1000, description=_NONE_MATCH)]


class PreconditionRequiredError(AssessError):
    """A change does not say what it builds on."""

    status = 428


class PreconditionFailedError(AssessError):
    """A change builds on something that is no longer there; `theirs` is what is, `mine` what was sent."""

    status = 412

    def __init__(self, *, theirs: object, mine: object, etag: str | None = None) -> None:
        super().__init__("api.precondition-failed")
        self.theirs, self.mine, self.etag = theirs, mine, etag


def tag(*parts: object) -> str:
    """Give the ETag of something that changes with its parts, such as its revision."""
    return '"{}"'.format("-".join(map(str, parts)))


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a request says about the revision it knows."""

    match: str | None
    none_match: str | None

    def known(self, etag: str) -> bool:
        """Say whether a reader has this already."""
        return self.none_match is not None and _among(self.none_match, etag, weak=True)

    def check(self, etag: str | None, *, theirs: object = None, mine: object = None) -> None:
        """Refuse a change that builds on something else than what is there.

        Args:
            etag: Of what is there; None where nothing is.
            theirs: What is there, as it is shown.
            mine: What was sent.

        Raises:
            PreconditionRequiredError: It does not say.
            PreconditionFailedError: It is not what is there.
        """
        if self.match is None and self.none_match is None:
            raise PreconditionRequiredError("api.precondition-missing")
        right = self.match is None or (etag is not None and _among(self.match, etag, weak=False))
        if self.none_match is not None:
            right = right and (etag is None or not _among(self.none_match, etag, weak=True))
        if not right:
            raise PreconditionFailedError(theirs=theirs, mine=mine, etag=etag)


def _among(given: str, etag: str, *, weak: bool) -> bool:
    tags = [part.strip() for part in given.split(",")]
    return "*" in tags or etag in (part.removeprefix("W/") if weak else part for part in tags)


def get_conditions(match: IfMatch = None, none_match: IfNoneMatch = None) -> Conditions:
    """Read the headers of a change."""
    return Conditions(match, none_match)


def get_reading(none_match: IfNoneMatch = None) -> Conditions:
    """Read the header of a read."""
    return Conditions(None, none_match)


Changing = Annotated[Conditions, Depends(get_conditions)]
Reading = Annotated[Conditions, Depends(get_reading)]


def not_modified(etag: str) -> Response:
    """Answer that the reader has it already."""
    return Response(status_code=304, headers={"etag": etag})


NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "您已有这一版。 You have this already."}}

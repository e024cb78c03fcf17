"""Refusals: typed, with a status and a message id that `wording` turns into a sentence in the user's language."""

from typing import Any, ClassVar


class AssessError(Exception):
    """A refusal in the user's words; nothing was changed."""

    status: ClassVar[int] = 400

    def __init__(self, message: str, /, **params: object) -> None:
        """Name the message.

        Args:
            message: A message id of `assess.wording`.
            params: What the sentence is filled with.
        """
        super().__init__(message, params)
        self.message = message
        self.params: dict[str, Any] = params  # each sentence knows what it is filled with


class NotFoundError(AssessError):
    """There is nothing here that the actor may see; a foreign object answers exactly like a missing one."""

    status = 404

    def __init__(self, message: str = "not-found", /, **params: object) -> None:
        super().__init__(message, **params)


class SignedOutError(AssessError):
    """There is no valid session: it expired or never was."""

    status = 401

    def __init__(self, message: str = "signed-out", /, **params: object) -> None:
        super().__init__(message, **params)


class ForbiddenError(AssessError):
    """The actor sees the object but may not do this with it."""

    status = 403

    def __init__(self, message: str = "forbidden", /, **params: object) -> None:
        super().__init__(message, **params)


class ConsentMissingError(AssessError):
    """The visitor has not agreed to the privacy notice in force; the page asks for that first."""

    status = 403

    def __init__(self, message: str = "consent-missing", /, **params: object) -> None:
        super().__init__(message, **params)


class ConflictError(AssessError):
    """Somebody else was first. `theirs` is what is stored, `mine` what was sent; nothing is lost."""

    status = 409

    def __init__(self, message: str, /, *, theirs: object = None, mine: object = None, **params: object) -> None:
        super().__init__(message, **params)
        self.theirs = theirs
        self.mine = mine


class InvalidError(AssessError):
    """The input cannot be taken; `field` says which part of it, so that the page can link there."""

    status = 422

    def __init__(self, message: str, /, *, field: str | None = None, **params: object) -> None:
        super().__init__(message, **params)
        self.field = field


class TooLargeError(AssessError):
    """More was sent than is taken."""

    status = 413


class ThrottledError(AssessError):
    """Too many attempts; the message says when to come back."""

    status = 429

    @property
    def retry_after(self) -> str:
        """Give the seconds to wait, as the header of that name takes them."""
        return str(60 * int(self.params.get("minutes", 1)))


class UnavailableError(AssessError):
    """Something the service stands on does not work now; `cause` is the message that says to operators what."""

    status = 503

    def __init__(self, message: str, /, *, cause: str, **params: object) -> None:
        super().__init__(message, **params)
        self.cause = cause

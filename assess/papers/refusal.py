"""Why a file is not taken: a message id of `assess.wording.evidence_words` with what its sentence is filled with."""


class RefusedError(Exception):
    """Said of a file that is not taken."""

    def __init__(self, message: str, /, **params: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

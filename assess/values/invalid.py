"""The refusal of a value that does not fit its fact."""

from collections.abc import Mapping

from assess.values.step import Param, Step


class InvalidValue(ValueError):  # noqa: N818 - the name the contract between the layers gives it
    """A value does not fit its fact.

    `fact` is the fact's key; `message` and `params` are said by `assess.wording.sentences.say`.
    """

    def __init__(self, message: str, params: Mapping[str, Param], *, fact: str) -> None:
        """Refuse a value given for the named fact."""
        super().__init__(f"{fact}: {message}")
        self.message = message
        self.params = params
        self.fact = fact

    @property
    def step(self) -> Step:
        """Give the refusal as a statement."""
        return Step(self.message, self.params)


class Refusal(Exception):  # noqa: N818 - says what is wrong before it is known where
    """What is wrong with a piece of a value; `parse` adds the fact, row and column."""

    def __init__(self, message: str, **params: Param) -> None:
        """Refuse with a message id and its parameters."""
        super().__init__(message)
        self.step = Step(message, params)

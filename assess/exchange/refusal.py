"""The refusal of a workbook, as a statement that `assess.wording` puts into words."""

from assess.values.step import Param, Step


class WorkbookError(Exception):
    """A workbook cannot be read at all; `place` names a sheet or cell where there is one."""

    def __init__(self, message: str, *, place: str = "", **params: Param) -> None:
        """Refuse with a message id and its parameters."""
        super().__init__(message)
        self.place = place
        self.step = Step(message, params)

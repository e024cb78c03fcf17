"""Why a backup or a restore did not come about, in the operator's words."""

from typing import ClassVar

from assess.errors import AssessError


class BackupError(AssessError):
    """Nothing was changed; the message says why."""

    status: ClassVar[int] = 409

"""What an operator may decide about the look of reports: data only, never template code (pure)."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Final

CHAPTERS: Final = (
    "summary",
    "gaps",
    "path",
    "opportunities",
    "programmes",
    "listed",
    "items",
    "answers",
    "evidence",
    "sources",
    "signature",
)
"""Every chapter of a report in its usual order; one that has nothing to say leaves itself out."""

NAVY: Final = "#1f3a5f"
OCHRE: Final = "#b07d2b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """An operator's own face.

    `main` and `second` are colours as #rrggbb: of titles and the duty dial, of numbers and the readiness dial. `logo`
    is a PNG as a data URI. `line` stands above the title, `note` below the organisation, in the report's language.
    """

    main: str = NAVY
    second: str = OCHRE
    logo: str | None = None
    line: str = ""
    note: str = ""
    chapters: tuple[str, ...] = CHAPTERS

    @property
    def sha256(self) -> str:
        """Name the face: other looks have other names."""
        told = json.dumps(dataclasses.asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(told.encode("ascii")).hexdigest()


PLAIN: Final = Face()
"""The face of the service itself."""

"""Whether this machine can make reports at all: asked at start and by /readyz, without loading the PDF engine."""

import ctypes
import functools
from dataclasses import dataclass
from pathlib import Path

FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
_FOLDER = Path(__file__).parent / "fonts"
_TRUETYPE = b"\x00\x01\x00\x00"


@dataclass(frozen=True, slots=True)
class EngineState:
    """What is missing, by the names an operator installs; empty when reports can be made."""

    packages: tuple[str, ...]
    fonts: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Say whether reports can be made."""
        return not (self.packages or self.fonts)


def engine_check() -> EngineState:
    """Look for the libraries and fonts every report needs.

    Without harfbuzz-subset the PDF engine still works but takes fifteen seconds where it needs a third of one, so its
    absence counts as missing.
    """
    return EngineState(
        packages=tuple(package for library, package in LIBRARIES.items() if not _loads(library)),
        fonts=tuple(name for name in FONTS if not _usable(_FOLDER / name)),
    )


@functools.cache
def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _usable(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as font:
        return font.read(len(_TRUETYPE)) == _TRUETYPE

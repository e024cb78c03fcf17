"""Which privacy notice holds."""

from typing import Final

NOTICE: Final = "2026-11-22.2"
"""The version of the privacy notice; raise it whenever the page `/privacy` says more or other than before. Everybody is
asked anew then, at their next use."""

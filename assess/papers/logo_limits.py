"""How a logo has to be: said before one is chosen, and checked by whoever draws it anew."""

from typing import Final

BYTES: Final = 1024 * 1024
LEAST: Final = 60
MOST: Final = 4000
"""The least and the most pixels of either side."""
WIDE: Final = 6
TALL: Final = 2
"""At most so many times as wide as high, and as high as wide."""

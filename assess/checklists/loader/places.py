"""Where the files of a content folder are found: in the folder itself, never behind a link."""

from collections.abc import Iterator
from pathlib import Path as FilePath

from assess.checklists.problems import ContentError, Problem


def files(root: FilePath, *patterns: str) -> list[FilePath]:
    """Find what lies below a content folder, in order.

    Args:
        root: The folder; how one gets to it is its owner's affair.
        patterns: As `Path.glob` takes them.

    Raises:
        ContentError: Where a file or a folder on the way to it is a symbolic link, which may lead anywhere.
    """
    found = sorted({path for pattern in patterns for path in root.glob(pattern)})
    if links := dict.fromkeys(link for path in found for link in _links(root, path)):
        raise ContentError([Problem(str(link), 0, "", "content.link") for link in links])
    return found


def _links(root: FilePath, path: FilePath) -> Iterator[FilePath]:
    """Go through the parts of a path below the folder that are links, the outermost first."""
    place = root
    for part in path.relative_to(root).parts:
        place /= part
        if place.is_symlink():
            yield place
            return

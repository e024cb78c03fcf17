"""The frozen form of a checklist: canonical JSON under its SHA-256, listed in published.lock."""

import hashlib
import json
from pathlib import Path as FilePath
from typing import Final

from pydantic import ValidationError

from assess.checklists.definition import Published
from assess.checklists.loader.validate import adapter
from assess.checklists.problems import ContentError, Problem

LOCK: Final = "published.lock"


def canonical(published: Published) -> bytes:
    """Write a document the one way that is hashed: sorted keys, UTF-8, one trailing newline.

    Defaults and empty fields are spelled out, so that a later change of one never changes what an old document means.
    """
    data = adapter(Published).dump_python(published, mode="json", by_alias=True)
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def digest(document: bytes) -> str:
    """Give the SHA-256 in hexadecimal."""
    return hashlib.sha256(document).hexdigest()


def thaw(document: bytes | str, name: str) -> Published:
    """Read a frozen document.

    Args:
        document: The canonical JSON.
        name: How problems call it.

    Raises:
        ContentError: When it is not a document this release understands.
    """
    try:
        published: Published = adapter(Published).validate_json(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ContentError([Problem(name, 0, place, "content.invalid", {"reason": first["msg"]})]) from error
    return published


def read_lock(root: FilePath) -> dict[str, str]:
    """Read published.lock: the path below the content folder → SHA-256."""
    path = root / LOCK
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    entries = [line.split(maxsplit=1) for line in lines if line.strip()]
    broken = [number for number, entry in enumerate(entries, 1) if len(entry) < 2]  # noqa: PLR2004 - hash and path
    if broken:
        raise ContentError([Problem(str(path), broken[0], "", "content.lock-line")])
    return {name.strip(): sha256 for sha256, name in entries}


def add_lock(root: FilePath, name: str, sha256: str) -> None:
    """Add a file to published.lock, kept sorted by path."""
    entries = {**read_lock(root), name: sha256}
    text = "".join(f"{entries[key]}  {key}\n" for key in sorted(entries))
    (root / LOCK).write_text(text, encoding="utf-8")

"""Publishing: what an author wrote becomes a document that never changes."""

from pathlib import Path as FilePath

from assess.checklists.loader.catalogue import Entry, catalogue, resolve_yaml, roots_of
from assess.checklists.loader.check import check
from assess.checklists.loader.frozen import add_lock, canonical, digest
from assess.checklists.problems import ContentError, Problem


def publish(root: FilePath, key: str, version: str, installed: FilePath | None = None) -> Entry:
    """Freeze a draft of a content folder.

    Args:
        root: The content folder.
        key: Such as `linyi-2021/enterprise`.
        version: The version to freeze.
        installed: Where the draft's facts, measures and lists are looked up that the content folder lacks.

    Raises:
        ContentError: When there is no such draft, when lint finds anything, or when the version is published already.
    """
    draft = root / key / f"{version}.yaml"
    frozen = draft.with_suffix(".json")
    if frozen.exists():
        raise ContentError([Problem(str(frozen), 0, "", "content.published-already")])
    if not draft.is_file():
        known = ", ".join(f"{entry.key} {entry.version}" for entry in catalogue(root)) or "-"
        params = {"name": f"{key} {version}", "known": known}
        raise ContentError([Problem(str(root), 0, "", "content.no-checklist", params)])
    shared = root if installed is None else installed
    if problems := check(draft, shared):
        raise ContentError(problems)
    document = canonical(resolve_yaml(draft, roots_of(draft, shared)).published)
    _write_new(frozen, document)
    try:
        add_lock(root, frozen.relative_to(root).as_posix(), digest(document))
    except OSError:
        frozen.unlink()  # a document without its line in the lock would be refused at the next start
        raise
    return Entry(key, version, "published", frozen, digest(document))


def _write_new(path: FilePath, document: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(document)
    except FileExistsError:  # somebody else was faster
        raise ContentError([Problem(str(path), 0, "", "content.published-already")]) from None

"""Which content the commands work on: the folder one stands in, then the installed set."""

from collections.abc import Iterator
from pathlib import Path

import typer

from assess.checklists.definition import Published
from assess.checklists.loader import ContentError, Entry, Problem, catalogue, load_published
from assess.cli.errors import REFUSED
from assess.config import SettingsError, load_settings


def installed() -> Path:
    """Give the content folder that the service reads, named from the working directory where it lies below."""
    try:
        root = load_settings().checklists_path
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(REFUSED) from error
    return root.relative_to(Path.cwd()) if root.is_relative_to(Path.cwd()) else root


def content_root() -> Path:
    """Give the content folder to work in: the one the command is run in, or else the installed one.

    A folder with YAML files in `measures/` or `facts/` is a content folder; so is every folder below it.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if any(folder.glob("measures/*.yaml")) or any(folder.glob("facts/*.yaml")):
            return Path() if folder == here else folder
    return installed()


def content_roots() -> tuple[Path, ...]:
    """Give the content folders to look in, the one to work in first."""
    own, shipped = content_root(), installed()
    return (own,) if own.resolve() == shipped.resolve() else (own, shipped)


def entries() -> Iterator[tuple[Path, Entry]]:
    """Go through every version of every checklist with its folder; a checklist of one's own hides an installed one."""
    hidden: set[str] = set()
    for root in content_roots():
        found = catalogue(root)
        yield from ((root, entry) for entry in found if entry.key not in hidden)
        hidden |= {entry.key for entry in found}


def home(measure: str) -> Path:
    """Give the folder that has a measure; the one to work in where none has."""
    roots = content_roots()
    return next((root for root in roots if (root / "measures" / f"{measure}.yaml").is_file()), roots[0])


def load_named(checklist: str, version: str | None = None) -> tuple[Published, str]:
    """Load a checklist by name, from the folder that has it.

    Raises:
        ContentError: When there is none, or when it cannot be used.
    """
    listed = list(entries())
    for root, entry in listed:
        if entry.key == checklist and version in (None, entry.version):
            return load_published(root, checklist, version, installed())
    known = ", ".join(f"{entry.key} {entry.version}" for _, entry in listed) or "-"
    name = f"{checklist} {version}" if version else checklist
    params = {"name": name, "known": known}
    raise ContentError([Problem(str(content_root()), 0, "", "content.no-checklist", params)])

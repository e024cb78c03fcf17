"""JSON Schemas of the content files, for editors: generated from the models and checked in."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from assess.checklists.definition import Checklist, Measure
from assess.checklists.files import FactsFile, KindsFile, RolesFile, ThemesFile
from assess.checklists.lists import ListsFile
from assess.checklists.problems import Problem
from assess.programmes.definition import Programme

_FILES: Final[Mapping[str, type]] = {
    "checklist": Checklist,
    "facts": FactsFile,
    "kinds": KindsFile,
    "lists": ListsFile,
    "measure": Measure,
    "programme": Programme,
    "roles": RolesFile,
    "themes": ThemesFile,
}


def schemas() -> dict[str, str]:
    """Give the schemas: file name → JSON."""
    return {f"{name}.schema.json": _schema(name, kind) for name, kind in _FILES.items()}


def _schema(name: str, kind: type) -> str:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    made = adapter.json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{name}.schema.json"}
    return json.dumps({**head, **made}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write(root: Path) -> list[Path]:
    """Write the schemas into a content folder."""
    folder = root / "schema"
    folder.mkdir(exist_ok=True)
    made = {folder / name: text for name, text in schemas().items()}
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return list(made)


def stale(root: Path) -> list[Problem]:
    """Find schemas that are missing or differ from the models."""
    wanted = {root / "schema" / name: text for name, text in schemas().items()}
    return [
        Problem(str(path), 0, "", "lint.schema-stale")
        for path, text in wanted.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]

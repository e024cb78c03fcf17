"""Every job that anybody asks for has a handler: one without waits for ever, and nobody is told."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from assess.config import load_settings
from assess.db import Database
from assess.reports.pool import RenderPool
from assess.storage import Folder
from assess.worker import HOUSEKEEPING, RECURRING, domain_handlers, make_couriers

ASSESS = Path(__file__).resolve().parents[1] / "assess"


def handled(tmp_path: Path) -> set[str]:
    """Name the jobs the service works off."""
    settings = load_settings({"ASSESS_DATA_PATH": str(tmp_path)})
    couriers = make_couriers(cast("Database", None), settings)
    known = domain_handlers(settings, cast("RenderPool", None), Folder(tmp_path))
    return {HOUSEKEEPING, *known, *couriers.handlers}


def enqueued(path: Path) -> Iterator[str]:
    """Name the jobs a module asks for, by the constants it names them with."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "jobs.enqueue":
            name = next(one.value for one in node.keywords if one.arg == "name")
            module = ".".join(("assess", *path.relative_to(ASSESS).with_suffix("").parts))
            yield str(getattr(importlib.import_module(module), ast.unparse(name)))


def test_every_job_has_a_handler(tmp_path: Path) -> None:
    asked = {name for path in ASSESS.rglob("*.py") for name in enqueued(path)}
    assert {"summarise-campaign", "report.render"} <= asked
    assert asked - handled(tmp_path) == set()


def test_whatever_recurs_has_a_handler(tmp_path: Path) -> None:
    assert set(RECURRING) - handled(tmp_path) == set()

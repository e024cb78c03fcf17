"""Files made to harm are refused soon and in little memory: measured in a process of its own for each."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOT

MOST_MB = 128
MOST_SECONDS = 2  # of the processor; each takes well under one
REFUSED = {
    "anchors": "content.alias",
    "merge keys": "content.alias",
    "ten megabytes": "content.too-large",
    "ten megabytes of lines": "content.too-large",
    "depth in brackets": "content.too-deep",
    "depth in braces": "content.too-deep",
    "depth by indent": "content.too-deep",
    "depth by dashes": "content.too-deep",
    "duplicate keys": "content.duplicate-key",
    "duplicate keys on a line": "content.duplicate-key",
    "a python tag": "content.tag",
    "a tag of its own": "content.tag",
    "tags everywhere": "content.tag",
    "keys that are lists": "content.key-not-string",
    "quotes that never end": "content.syntax",
    "colons": "content.syntax",
    "a key without an end": "content.syntax",
    "documents": "content.several-documents",
    "a million entries": "content.too-many-parts",
    "a long number": "content.missing",
    "json depth": "content.too-deep",
    "json duplicate keys": "content.duplicate-key",
    "json parts": "content.too-many-parts",
    "json long number": "content.missing",
    "zip of zeros": "workbook.unpacks-too-large",
    "zip of many zeros": "workbook.unpacks-too-large",
    "eleven megabytes": "workbook.too-large",
    "xml entities": "workbook.hostile",
    "a file from outside": "workbook.hostile",
    "millions of rows": "workbook.too-many-cells",
    "a row far away": "workbook.sheet-missing",
    "cells of cells": "workbook.too-many-cells",
    "depth of elements": "workbook.sheet-missing",
    "a bomb in a cell": "workbook.cell-yaml",
    "depth in a cell": "workbook.cell-yaml",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Go through all cases once."""
    folder = tmp_path_factory.mktemp("hostile")
    environment = {**os.environ, "HOSTILE_FOLDER": str(folder), "PYTHONPATH": str(ROOT)}
    program = Path(__file__).with_name("hostile.py")
    done = subprocess.run([sys.executable, program], cwd=ROOT, env=environment, capture_output=True, check=True)
    return {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize(("name", "message"), REFUSED.items(), ids=list(REFUSED))
def test_it_is_refused_soon_and_in_bounded_memory(found: dict[str, dict[str, Any]], name: str, message: str) -> None:
    assert found[name]["said"] == message
    assert found[name]["mb"] < MOST_MB
    assert found[name]["cpu"] < MOST_SECONDS


def test_every_case_is_looked_at(found: dict[str, dict[str, Any]]) -> None:
    assert set(found) == set(REFUSED)

"""Reads files made to harm, each in a process of its own, and prints what was said and what it cost.

Run as a program by test_hostile.py. Memory is that of the forked process at its peak, less what it was born with.
"""

import io
import itertools
import json
import os
import resource
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assess.assessments.formbook.reading import read_form
from assess.checklists.definition import Checklist
from assess.checklists.itembook.reading import read_items
from assess.checklists.itembook.writing import write_items
from assess.checklists.loader import ContentError, check, read, resolve_path, validate
from assess.checklists.loader.yamltext import parse

LIMIT = 1024 * 1024 * 1024  # no case may take the machine down when the reader fails to refuse it
DEMO = Path(__file__).parents[1] / "data" / "checklists" / "demo-2020" / "enterprise" / "1.0.0.yaml"
NAMES = "abcdefghijklmnop"
MEGA = 1024 * 1024


def laughs() -> str:
    """Make the famous bomb: each name stands for ten of the one before."""
    lines = [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in itertools.pairwise(NAMES)]
    return "\n".join(["a: &a [lol, lol]", *lines])


YAML: dict[str, Callable[[], str]] = {
    "anchors": laughs,
    "merge keys": lambda: "a: &a {x: 1}\nb: {<<: *a}",
    "ten megabytes": lambda: "a: " + "x" * (10 * MEGA),
    "ten megabytes of lines": lambda: "- a\n" * (5 * MEGA // 2),
    "depth in brackets": lambda: "[" * 1000 + "]" * 1000,
    "depth in braces": lambda: "{a: " * 100_000,
    "depth by indent": lambda: "\n".join("  " * level + "a:" for level in range(1000)),
    "depth by dashes": lambda: "- " * 900_000,
    "duplicate keys": lambda: "a: 1\n" * 400_000,
    "duplicate keys on a line": lambda: "{" + "a: 1," * 300_000,
    "a python tag": lambda: "a: !!python/object/apply:os.system [ls]",
    "a tag of its own": lambda: "!mine\na: 1",
    "tags everywhere": lambda: "- !t a\n" * 250_000,
    "keys that are lists": lambda: "? [a]\n: b\n" * 100_000,
    "quotes that never end": lambda: '"' * 1_900_000,
    "colons": lambda: "a:" * 900_000,
    "a key without an end": lambda: "a" * 1_900_000 + ": 1",
    "documents": lambda: "---\n" * 400_000,
    "a million entries": lambda: "form: [" + "a," * 900_000 + "]",
    "a long number": lambda: "minutes: " + "9" * 1_900_000,
}
JSON: dict[str, Callable[[], str]] = {
    "json depth": lambda: "[" * 900_000,
    "json duplicate keys": lambda: "{" + '"a": 1,' * 250_000 + '"a": 2}',
    "json parts": lambda: "[" + "1," * 400_000 + "1]",
    "json long number": lambda: '{"minutes": ' + "9" * 1_900_000 + "}",
}


def book(change: dict[str, bytes]) -> bytes:
    """Put parts into a sound workbook."""
    target = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(write_items(resolve_path(DEMO).checklist, "zh")))
    with source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in {*source.namelist(), *change}:
            made.writestr(name, change.get(name) or source.read(name))
    return target.getvalue()


def sheet(rows: str, before: str = "") -> dict[str, bytes]:
    """Replace the first sheet."""
    head = f'<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return {"xl/worksheets/sheet1.xml": f"{head}<sheetData>{rows}</sheetData></worksheet>".encode()}


def entities() -> str:
    """Make the bomb in XML."""
    lines = [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(NAMES)]
    return f'<!DOCTYPE x [<!ENTITY a "lol">{"".join(lines)}]>'


def yaml_cell(text: str) -> bytes:
    """Put YAML into the cell of a rule."""
    from openpyxl import load_workbook  # noqa: PLC0415 - one case

    opened = load_workbook(io.BytesIO(write_items(resolve_path(DEMO).checklist, "zh")))
    opened["评价要点"]["I3"].value = text
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


BOOKS: dict[str, Callable[[], bytes]] = {
    "zip of zeros": lambda: book({"xl/worksheets/sheet1.xml": b" " * (200 * MEGA)}),
    "zip of many zeros": lambda: book({f"xl/worksheets/sheet{n}.xml": b" " * (30 * MEGA) for n in range(2, 7)}),
    "eleven megabytes": lambda: os.urandom(11 * MEGA),
    "xml entities": lambda: book(sheet('<row r="1"><c t="inlineStr"><is><t>&p;</t></is></c></row>', entities())),
    "a file from outside": lambda: book(sheet("", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
    "millions of rows": lambda: book(sheet("<row/>" * 5_000_000)),
    "a row far away": lambda: book(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' * 2)),
    "cells of cells": lambda: book(sheet("<row>" + "<c><v>1</v></c>" * 190_000 + "</row>")),
    "depth of elements": lambda: book(sheet("<a>" * 250_000 + "</a>" * 250_000)),
    "a bomb in a cell": lambda: yaml_cell(laughs()),
    "depth in a cell": lambda: yaml_cell("[" * 1000),
}


def from_text(text: str, suffix: str) -> None:
    """Read a file as the loader does, however large it is."""
    path = Path(os.environ["HOSTILE_FOLDER"]) / f"case{suffix}"
    path.write_text(text, encoding="utf-8")
    validate(read(path), Checklist)


def from_book(raw: bytes) -> None:
    """Read a workbook of items, then as a form."""
    try:
        read_items(raw, "x.xlsx")
    finally:
        with suppress(ContentError):
            read_form(raw, resolve_path(DEMO), "x.xlsx")


def outcome(work: Callable[[], None]) -> str:
    """Say how it ended."""
    try:
        work()
    except ContentError as error:
        return error.problems[0].message
    except MemoryError:
        return "memory"
    return "accepted"


def measured(name: str, work: Callable[[], None]) -> dict[str, object]:
    """Do the work in a process of its own."""
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        born = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
        began = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        said = outcome(work)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        found = {"said": said, "mb": (usage.ru_maxrss - born) / 1024, "cpu": usage.ru_utime - began}
        os.write(there, json.dumps(found).encode())
        os._exit(0)
    os.close(there)
    with os.fdopen(here) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return {"name": name, **(json.loads(text) if text else {"said": "crashed", "mb": 0, "cpu": 0})}


def main() -> None:
    """Go through the cases."""
    parse(b"a: 1", "warm")
    check(DEMO)
    for name, text in {**YAML, **JSON}.items():
        made = text()
        suffix = ".json" if name in JSON else ".yaml"
        print(json.dumps(measured(name, lambda made=made, suffix=suffix: from_text(made, suffix))))  # type: ignore[misc]  # noqa: T201 - the parent reads it
    for name, build in BOOKS.items():
        raw = build()
        print(json.dumps(measured(name, lambda raw=raw: from_book(raw))))  # type: ignore[misc]  # noqa: T201 - the parent reads it
    sys.stdout.flush()


if __name__ == "__main__":
    main()

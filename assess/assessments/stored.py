"""Answers as the database keeps them: canonical JSON text, so that equal answers are equal texts."""

import json

from assess.values import dump
from assess.values.fact import Fact
from assess.values.model import Value
from assess.values.parse import parse


def to_text(value: Value) -> str:
    """Write a value."""
    return json.dumps(dump.to_json(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(fact: Fact, text: str) -> Value:
    """Read a value written by `to_text` for the same fact.

    Raises:
        InvalidValue: When the fact no longer takes it.
    """
    return parse(fact, json.loads(text))


def is_empty(raw: object) -> bool:
    """Say whether nothing was answered; an empty list is an answer (none applies, no rows)."""
    return raw is None or (isinstance(raw, str) and not raw.strip())

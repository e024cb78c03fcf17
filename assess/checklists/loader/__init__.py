"""The only door to content files: everybody else gets resolved documents from here."""

from assess.checklists.loader.catalogue import SHIPPED, Entry, catalogue, load_published, order, resolve_path
from assess.checklists.loader.check import check
from assess.checklists.loader.frozen import canonical, digest, thaw
from assess.checklists.loader.library import load_lists, load_measure, load_themes
from assess.checklists.loader.publishing import publish
from assess.checklists.loader.validate import validate
from assess.checklists.loader.yamltext import load_bytes, parse, read
from assess.checklists.problems import ContentError, Problem

__all__ = [
    "SHIPPED",
    "ContentError",
    "Entry",
    "Problem",
    "canonical",
    "catalogue",
    "check",
    "digest",
    "load_bytes",
    "load_lists",
    "load_measure",
    "load_published",
    "load_themes",
    "order",
    "parse",
    "publish",
    "read",
    "resolve_path",
    "thaw",
    "validate",
]

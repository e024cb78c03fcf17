"""Gap reports: content as pure data, laid out as HTML and PDF, made by worker processes and stored by content hash."""

from assess.reports.engine import EngineState, engine_check

__all__ = ["EngineState", "engine_check"]

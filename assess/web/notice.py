"""Which privacy notice holds."""

NOTICE = "2026-11-22"
"""The version of the privacy notice; a new one is asked for anew."""

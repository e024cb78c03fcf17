"""The one way this project declares a closed, immutable piece of content."""

import dataclasses
import typing

T = typing.TypeVar("T")


def _plain(name: str) -> str:
    """Give the key a file uses: `all_`, `is_` and `from_` are Python's spelling of `all`, `is` and `from`."""
    return name.rstrip("_")


@typing.dataclass_transform(frozen_default=True, kw_only_default=True)
def closed(cls: type[T]) -> type[T]:
    """Make a frozen keyword-only dataclass whose file form refuses unknown keys.

    The attribute is a plain mapping that pydantic reads when the loader validates YAML straight into the class,
    so the pure layers need not import pydantic.
    """
    made = dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)
    made.__pydantic_config__ = {"extra": "forbid", "alias_generator": _plain}  # type: ignore[attr-defined]  # read by pydantic
    return made

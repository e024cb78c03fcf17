"""The organisation as an assessment sees it, to and from JSON."""

from collections.abc import Mapping
from typing import Any, get_args

from assess.values.profile import OrganisationKind, Profile, Size


def to_json(profile: Profile) -> dict[str, Any]:
    """Write a profile, roles in the order of their keys."""
    return {
        "kind": profile.kind,
        "region": profile.region,
        "roles": sorted(profile.roles),
        "size": profile.size,
    }


def from_json(data: Mapping[str, Any]) -> Profile:
    """Read a profile written by `to_json`.

    Raises:
        ValueError: When kind or size is none that is known.
    """
    kind, size = data["kind"], data.get("size")
    if kind not in get_args(OrganisationKind) or (size is not None and size not in get_args(Size)):
        raise ValueError(f"no profile: {kind}, {size}")
    return Profile(kind=kind, region=data["region"], roles=frozenset(data.get("roles", ())), size=size)

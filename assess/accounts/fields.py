"""What people tell about themselves and their organisation, checked before it is stored."""

import re
from dataclasses import dataclass

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from assess.accounts.industries import industries
from assess.accounts.models import OrganisationKind, Size
from assess.accounts.regions import regions
from assess.errors import InvalidError

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,99}")
_ROLE = re.compile(r"[a-z][a-z0-9-]{0,59}")
_NAME_MAXIMUM = 100
_ORGANISATION_NAME_MAXIMUM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFields:
    """An organisation as its people describe it; `roles` are keys of roles.yaml, `industry` a letter of GB/T 4754."""

    name: str
    kind: OrganisationKind
    region: str
    credit_code: str | None = None
    size: Size | None = None
    roles: tuple[str, ...] = ()
    industry: str | None = None


def login(text: str) -> str:
    """Give a login in its stored form: lower case, 3 to 100 letters, digits or `._@+-`.

    Raises:
        InvalidError: For the field `login`.
    """
    cleaned = text.strip().lower()
    if not _LOGIN.fullmatch(cleaned):
        raise InvalidError("account.login-form", field="login")
    return cleaned


def person_name(text: str, *, field: str = "name") -> str:
    """Give a person's name without surrounding space.

    Raises:
        InvalidError: When it is empty, too long, or holds control characters.
    """
    return _words(text, _NAME_MAXIMUM, field)


def organisation_name(text: str, *, field: str = "name") -> str:
    """Give an organisation's name without surrounding space.

    Raises:
        InvalidError: When it is empty, too long, or holds control characters.
    """
    return _words(text, _ORGANISATION_NAME_MAXIMUM, field)


def organisation(fields: OrganisationFields) -> OrganisationFields:
    """Check an organisation's description and give it in its stored form.

    Raises:
        InvalidError: For the first field that cannot be taken.
    """
    if fields.region not in regions():
        raise InvalidError("account.unknown-region", field="region", given=fields.region)
    if not all(_ROLE.fullmatch(role) for role in fields.roles):
        raise InvalidError("account.unknown-role", field="roles")
    if fields.industry and fields.industry not in industries():
        raise InvalidError("account.unknown-industry", field="industry")
    return OrganisationFields(
        name=organisation_name(fields.name, field="organisation_name"),
        kind=fields.kind,
        region=fields.region,
        credit_code=_credit_code(fields),
        size=fields.size,
        roles=tuple(sorted(set(fields.roles))),
        industry=fields.industry or None,
    )


def _credit_code(fields: OrganisationFields) -> str | None:
    """Check a unified social credit code; an enterprise must give one, so that it exists here only once."""
    given = (fields.credit_code or "").strip()
    if not given:
        if fields.kind is OrganisationKind.ENTERPRISE:
            raise InvalidError("account.credit-code-missing", field="credit_code")
        return None
    try:
        return uscc.validate(given)
    except ValidationError:
        raise InvalidError("account.credit-code-wrong", field="credit_code") from None


def _words(text: str, most: int, field: str) -> str:
    cleaned = " ".join(text.split())
    if not cleaned:
        raise InvalidError("account.empty", field=field)
    if len(cleaned) > most:
        raise InvalidError("account.too-long", field=field, most=most)
    if not cleaned.isprintable():
        raise InvalidError("value.control-character", field=field)
    return cleaned

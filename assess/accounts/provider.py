"""An OpenID provider: what it says of itself, where to send people, and whom an ID token speaks of.

The parameters of requests and the checks of claims are Authlib's, signatures are joserfc's.
"""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assess import http
from assess.http import OutsideError

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with public keys only: neither `none` nor a shared secret."""

_LEEWAY: Final = 60  # seconds by which two clocks may differ
_OLDEST: Final = timedelta(hours=1)  # how long what the provider says of itself is kept
_SOONEST: Final = timedelta(seconds=30)  # how often keys are fetched anew for an unknown one


class RefusedTokenError(Exception):
    """The provider's answer cannot be trusted, or is none; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Whom an ID token speaks of; `issuer` and `subject` together are the person, the rest is what to call them."""

    issuer: str
    subject: str
    name: str = ""
    email: str | None = None


@dataclass(slots=True)
class Provider:
    """One provider; made once a process, so that what it says of itself is fetched once an hour.

    Args:
        issuer: Its address, as its ID tokens name it.
        client_id: What this service is called there.
        client_secret: What this service proves it with.
        redirect_uri: Where it sends people back to.
        name: What people know it by.
        scopes: What is asked for.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    name: str
    scopes: str = "openid profile email"
    _metadata: dict[str, Any] = field(default_factory=dict, repr=False)
    _keys: KeySet | None = field(default=None, repr=False)
    _read_at: datetime | None = None
    _keys_at: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def address(self, *, state: str, nonce: str, verifier: str, now: datetime) -> str:
        """Give the address a browser is sent to.

        Args:
            state: Comes back unchanged.
            nonce: Must stand in the ID token.
            verifier: The secret of this sign-in; only its hash is sent (PKCE, S256).
            now: The present instant.

        Raises:
            RefusedTokenError: The provider cannot be reached, or says something else of itself than was set up.
        """
        made: str = prepare_grant_uri(
            self._endpoint("authorization_endpoint", now),
            client_id=self.client_id,
            response_type="code",
            redirect_uri=self.redirect_uri,
            scope=self.scopes,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),  # type: ignore[no-untyped-call]  # of the stubs
            code_challenge_method="S256",
        )
        return made

    def claims(self, *, code: str, nonce: str, verifier: str, now: datetime) -> Claims:
        """Exchange a code for the person it stands for.

        Raises:
            RefusedTokenError: The provider refuses, or its ID token is not signed by it, not for us, not for this
                sign-in, or not of now.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        given = self._exchange(form, now)
        text = given.get("id_token")
        if not isinstance(text, str):
            raise RefusedTokenError("no id_token")
        return self._checked(text, given.get("access_token"), nonce, now)

    def _exchange(self, form: dict[str, str], now: datetime) -> Mapping[str, Any]:
        url = self._endpoint("token_endpoint", now)
        offered = self._metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        try:
            if "client_secret_basic" in offered:
                pair = (quote(self.client_id, safe=""), quote(self.client_secret, safe=""))
                return http.post_form(url, form, auth=pair)
            return http.post_form(url, {**form, "client_id": self.client_id, "client_secret": self.client_secret})
        except OutsideError as error:
            raise RefusedTokenError(str(error)) from error

    def _checked(self, text: str, access_token: object, nonce: str, now: datetime) -> Claims:
        token = self._decoded(text, now)
        wanted = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "sub": {"essential": True},
        }
        context = {"nonce": nonce, "client_id": self.client_id, "access_token": access_token}
        found = CodeIDToken(token.claims, token.header, wanted, context)
        try:
            found.validate(now=int(now.timestamp()), leeway=_LEEWAY)
        except JoseError as error:
            raise RefusedTokenError(f"id_token: {error}") from error
        email = found.get("email") if found.get("email_verified") is True else None
        return Claims(self.issuer, str(found["sub"]), str(found.get("name") or ""), str(email) if email else None)

    def _decoded(self, text: str, now: datetime) -> jwt.Token:
        """Check the signature, once more with fresh keys where the provider may have changed them."""
        keys = self._known_keys(now)
        try:
            return jwt.decode(text, keys, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError) as error:
            if self._keys_at is not None and now - self._keys_at < _SOONEST:
                raise RefusedTokenError(f"id_token: {error}") from error
        self._keys = None
        try:
            return jwt.decode(text, self._known_keys(now), algorithms=list(ALGORITHMS))
        except (JoseError, ValueError) as error:
            raise RefusedTokenError(f"id_token: {error}") from error

    def _known_keys(self, now: datetime) -> KeySet:
        url = self._endpoint("jwks_uri", now)
        with self._lock:
            if self._keys is None:
                try:
                    self._keys = KeySet.import_key_set(http.get_json(url))  # type: ignore[arg-type]  # checked as it is read
                except (OutsideError, JoseError, ValueError, KeyError, TypeError) as error:
                    raise RefusedTokenError(f"keys: {error}") from error
                self._keys_at = now
            return self._keys

    def _endpoint(self, name: str, now: datetime) -> str:
        with self._lock:
            if self._read_at is None or now - self._read_at > _OLDEST:
                self._metadata, self._keys, self._read_at = self._read(), None, now
        found = self._metadata.get(name)
        if not isinstance(found, str):
            raise RefusedTokenError(f"the provider names no {name}")
        return found

    def _read(self) -> dict[str, Any]:
        try:
            found = http.get_json(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        except OutsideError as error:
            raise RefusedTokenError(str(error)) from error
        if found.get("issuer") != self.issuer:
            raise RefusedTokenError("the provider calls itself something else")
        return found


def make_secret() -> str:
    """Give a state, nonce or verifier nobody can guess (RFC 7636 wants 43 to 128 characters)."""
    return secrets.token_urlsafe(48)

"""A small OpenID provider on a port of this machine, which can also misbehave."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

CLIENT, SECRET = "assess-service", "s3cret/with:colon"
NOW = 1795316400  # 2026-11-22 11:00 in Shanghai


@dataclass
class Provider:
    """What the provider knows; `lie` replaces claims of the next ID token, `unsigned` and `forged` break its seal."""

    issuer: str = ""
    subject: str = "u-1001"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    lie: dict[str, Any] = field(default_factory=dict)
    seal: str = "RS256"
    calls: list[str] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)

    def approve(self, address: str) -> str:
        """Do what the provider does when the person agrees: give the address the browser comes back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes) + 1}"
        self.codes[code] = asked
        return f"/sign-in/oidc/callback?code={code}&state={asked['state']}"

    def metadata_document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.metadata,
        }

    def exchange(self, form: Mapping[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Give tokens for a code: once, to the client that asked, with the verifier whose hash was sent."""
        name, _, password = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or (unquote(name), unquote(password)) != (CLIENT, SECRET):
            return 400, {"error": "invalid_grant"}
        if challenge.decode().rstrip("=") != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "at", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce: str) -> str:
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "exp": int(time.time()) + 300,
            "iat": int(time.time()),
            "nonce": nonce,
            "name": "周晓华",
            "email": "zhou@example.com",
            "email_verified": True,
            **self.lie,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.seal, "kid": self.key.kid}
        if self.seal == "none":
            parts = [
                base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims)
            ]
            return f"{parts[0]}.{parts[1]}."
        if self.seal == "HS256":  # signed with what everybody knows
            return jwt.encode(header, claims, OctKey.import_key(self.key.as_pem(private=False)), algorithms=["HS256"])
        if self.seal == "ES256":  # signed with a key nobody published
            return jwt.encode(header, claims, ECKey.generate_key("P-256"), algorithms=["ES256"])
        return jwt.encode(header, claims, self.key, algorithms=[self.seal])


@contextmanager
def serving() -> Iterator[Provider]:
    """Serve a provider while the test runs."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.calls.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self._answer(200, provider.metadata_document())
            elif self.path == "/keys":
                self._answer(200, KeySet([provider.key]).as_dict(private=False))
            else:
                self._answer(404, {})

        def do_POST(self) -> None:
            provider.calls.append(self.path)
            text = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            self._answer(*provider.exchange(form, self.headers.get("authorization", "")))

        def _answer(self, status: int, body: Mapping[str, Any]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

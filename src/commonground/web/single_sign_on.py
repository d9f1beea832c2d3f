"""Single sign-on with the identity servers that a council, force or trust already has, by OpenID Connect.

The servers stand in one JSON file (or the JSON itself) that COMMONGROUND_SINGLE_SIGN_ON names:

    [{"id": "lewisham", "name": "Lewisham Council", "server": "https://login.example/tenant/v2.0",
      "client_id": "...", "secret_file": "/run/secrets/lewisham", "domains": ["lewisham.gov.uk"],
      "tenant": "9f1c...", "amr": ["mfa"], "acr": []}]

Being signed in there is not enough: ``refusal`` looks at what the server says of the person, and of how they signed in.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

STRONG_AMR = ("mfa", "hwk", "fido", "pop", "otp", "sc")  # RFC 8176, and what large providers send beside it
NEEDED = ("id", "name", "server", "client_id")
KNOWN = {*NEEDED, "secret", "secret_file", "secret_env", "issuer", "tenant", "domains", "acr", "amr"}


@dataclass(frozen=True)
class Provider:
    """An identity server, whom it may speak for, and which ways of signing in there are strong enough."""

    id: str
    name: str
    server: str
    client_id: str
    secret: str = ""
    issuer: str = ""
    tenant: str = ""
    domains: tuple[str, ...] = ()
    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = STRONG_AMR

    @property
    def origin(self) -> str:
        """Where the browser is sent, for the content security policy."""
        parts = urlsplit(self.server)
        return f"{parts.scheme}://{parts.netloc}"


def read(said: str, environ: Mapping[str, str] = os.environ) -> tuple[Provider, ...]:
    """The providers that the setting names. Raises ValueError with a sentence for one that cannot be used."""
    if not said.strip():
        return ()
    try:
        text = said if said.lstrip().startswith("[") else Path(said).read_text(encoding="utf-8")
        rows = json.loads(text)
    except OSError as error:
        raise ValueError(f"COMMONGROUND_SINGLE_SIGN_ON names {said}, which cannot be read: {error.strerror}.") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"COMMONGROUND_SINGLE_SIGN_ON is not JSON: {error.msg} in line {error.lineno}.") from None
    return tuple(_provider(row, environ) for row in rows)


def _provider(row: dict[str, Any], environ: Mapping[str, str]) -> Provider:
    name = row.get("id", "without id")
    if missing := [key for key in NEEDED if not row.get(key)]:
        raise ValueError(f"The single sign-on “{name}” lacks {', '.join(missing)}.")
    if unknown := sorted(row.keys() - KNOWN):
        raise ValueError(f"The single sign-on “{name}” has {', '.join(unknown)}, which means nothing here.")
    if not row.get("domains"):
        raise ValueError(f"The single sign-on “{name}” lacks domains: the e-mail domains that it may speak for.")
    if urlsplit(row["server"]).scheme != "https" and urlsplit(row["server"]).hostname not in ("localhost", "127.0.0.1"):
        raise ValueError(f"The single sign-on “{name}” has a server that is not https.")
    return Provider(
        **{key: str(row[key]) for key in (*NEEDED, "issuer", "tenant") if key in row},
        domains=tuple(domain.lower().lstrip("@") for domain in row["domains"]),
        secret=_secret(row, environ),
        acr=tuple(row.get("acr", ())),
        amr=tuple(row.get("amr", STRONG_AMR)),
    )


def _secret(row: dict[str, Any], environ: Mapping[str, str]) -> str:
    if "secret_file" in row:
        try:
            return Path(row["secret_file"]).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ValueError(f"The secret of “{row['id']}” cannot be read: {error.strerror}.") from None
    if "secret_env" in row:
        return environ.get(row["secret_env"], "")
    return str(row.get("secret", ""))


def refusal(provider: Provider, claims: Mapping[str, Any]) -> str:
    """Why a person with these claims is not let in; nothing where they are. Says nothing of whether we know them."""
    if provider.issuer and claims.get("iss") != provider.issuer:
        return f"The answer did not come from {provider.name}."
    if provider.tenant and claims.get("tid") != provider.tenant:
        return f"You signed in at another organisation than {provider.name}."
    address = str(claims.get("email") or "").lower()
    if not address:
        return f"{provider.name} did not say your e-mail address."
    if claims.get("email_verified", True) is not True:
        return f"{provider.name} has not checked your e-mail address."
    if address.rpartition("@")[2] not in provider.domains:
        return f"{provider.name} cannot sign in people with your e-mail address."
    if not strong(provider, claims):
        return (
            f"{provider.name} let you in with a password alone. "
            "Set up a second step there, such as an app or a security key, and sign in again."
        )
    return ""


def strong(provider: Provider, claims: Mapping[str, Any]) -> bool:
    """Whether more than a password was asked for, by the class (acr) or the methods (amr) that the server names."""
    amr = claims.get("amr") or ()
    methods = {amr} if isinstance(amr, str) else set(amr)
    return claims.get("acr") in provider.acr or bool(methods & set(provider.amr))


def for_allauth(providers: tuple[Provider, ...]) -> dict[str, Any]:
    """The providers as the sign-in library reads them."""
    apps = [
        {
            "provider_id": one.id,
            "name": one.name,
            "client_id": one.client_id,
            "secret": one.secret,
            "settings": {
                "server_url": one.server,
                "fetch_userinfo": False,  # what counts is the signed statement, not what is said beside it
                "email_authentication": True,
                "verified_email": list(one.domains),
                "oauth_pkce_enabled": True,
            },
        }
        for one in providers
    ]
    return {"openid_connect": {"APPS": apps}}

"""How SNMP agents are spoken to: a community (version 2c) or a user (version 3)."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator

from netwatch.config.section import Section

AuthProtocol = Literal["MD5", "SHA", "SHA224", "SHA256", "SHA384", "SHA512"]
PrivProtocol = Literal["DES", "AES", "AES192", "AES256"]

_SHORTEST_KEY = 8
"""RFC 3414, section 11.2: a shorter password is not accepted."""


def _version(value: object) -> object:
    if value in (3, "3") and not isinstance(value, bool):
        return "3"
    if value == "2c":
        return value
    shown = value if isinstance(value, str | int | float) else "this"
    raise ValueError(f"SNMP version {shown} is not supported; write 2c or 3")


def _key(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < _SHORTEST_KEY:
        raise ValueError(f"this key is too short for SNMPv3; write at least {_SHORTEST_KEY} characters")
    return value


Key = Annotated[SecretStr, AfterValidator(_key)]


class SnmpAuth(Section):
    protocol: AuthProtocol
    key: Key


class SnmpPriv(Section):
    protocol: PrivProtocol
    key: Key


class SnmpProfile(Section):
    """Version 2c has a community; version 3 a user, who may prove himself (auth) and be encrypted (priv)."""

    version: Annotated[Literal["2c", "3"], BeforeValidator(_version)]
    community: Annotated[SecretStr, Field(min_length=1)] | None = None
    user: Annotated[str, Field(min_length=1, max_length=32)] | None = None
    auth: SnmpAuth | None = None
    priv: SnmpPriv | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.version == "2c":
            if self.community is None:
                raise ValueError("a profile of version 2c needs its community; write community: NAME")
            foreign = [name for name in ("user", "auth", "priv") if getattr(self, name) is not None]
            if foreign:
                raise ValueError(f"{', '.join(foreign)} belongs to version 3; write version: 3 or remove it")
            return self
        if self.community is not None:
            raise ValueError("community belongs to version 2c; write version: 2c or remove it")
        if self.user is None:
            raise ValueError("a profile of version 3 needs its user; write user: NAME")
        if self.priv is not None and self.auth is None:
            raise ValueError("priv needs auth beside it; write auth: {protocol: SHA256, key: …} too")
        return self

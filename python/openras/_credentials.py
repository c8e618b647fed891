"""Credentials that the manager keeps for the entries of phone books. A password goes in and never comes out."""

from __future__ import annotations

import os
from dataclasses import dataclass

from . import _native
from ._errors import check

_USER_NAME, _PASSWORD, _DOMAIN, _EVERYONE = 1, 2, 4, 8  # RASCM_*


@dataclass(frozen=True)
class StoredCredentials:
    user: str  #: "": none is stored
    domain: str
    has_password: bool


def save_credentials(entry: str, user: str, password: str, *, domain: str = "",
                     phonebook: str | os.PathLike[str] | None = None, everyone: bool = False) -> None:
    """Stores what the next dials of the entry use that name no user, or that user without a password.

    everyone: the credentials by which everybody may dial an entry of the system's book; for root and the group openras.
    """
    credentials = _native.RASCREDENTIALS.made()
    try:
        credentials.dwMask = _USER_NAME | _PASSWORD | _DOMAIN | (_EVERYONE if everyone else 0)
        for field, text, what in (("szUserName", user, "user"), ("szPassword", password, "password"),
                                  ("szDomain", domain, "domain")):
            _native.fill(credentials, field, text, what)
        _set(entry, phonebook, credentials, False)
    finally:
        credentials.wipe()


def forget_credentials(entry: str, *, phonebook: str | os.PathLike[str] | None = None, everyone: bool = False) -> None:
    """Where nothing is stored nothing happens."""
    credentials = _native.RASCREDENTIALS.made()
    credentials.dwMask = _USER_NAME | _PASSWORD | _DOMAIN | (_EVERYONE if everyone else 0)
    _set(entry, phonebook, credentials, True)


def stored_credentials(entry: str, *, phonebook: str | os.PathLike[str] | None = None) -> StoredCredentials:
    """What is stored for the caller."""
    credentials = _native.RASCREDENTIALS.made()
    credentials.dwMask = _USER_NAME | _PASSWORD | _DOMAIN
    check(_native.library.RasGetCredentialsA(_native.path(phonebook), _native.put(entry, "entry"), credentials))
    mask = credentials.dwMask
    return StoredCredentials(_native.text(credentials.szUserName) if mask & _USER_NAME else "",
                             _native.text(credentials.szDomain) if mask & _DOMAIN else "", bool(mask & _PASSWORD))


def _set(entry: str, phonebook: str | os.PathLike[str] | None, credentials: _native.RASCREDENTIALS,
         clear: bool) -> None:
    check(_native.library.RasSetCredentialsA(_native.path(phonebook), _native.put(entry, "entry"), credentials, clear))

"""What can be dialled."""

from __future__ import annotations

import os
from dataclasses import dataclass

from . import _native
from ._errors import check


@dataclass(frozen=True)
class Entry:
    name: str
    phonebook: str  #: path of the book
    system: bool  #: in the system's book, /etc/openras/rasphone.pbk


def entries(phonebook: str | os.PathLike[str] | None = None) -> list[Entry]:
    """The entries of a phone book; without one, of the user's and of the system's."""
    path = _native.path(phonebook)
    error, found = _native.enumerate_array(
        lambda array, size, count: _native.library.RasEnumEntriesA(None, path, array, size, count), _native.RASENTRYNAME)
    check(error)
    return [Entry(_native.text(one.szEntryName), _native.text(one.szPhonebookPath),
                  bool(one.dwFlags & _native.REN_ALL_USERS)) for one in found]

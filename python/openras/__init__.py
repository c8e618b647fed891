"""The Remote Access Service from Python: dial, watch, list and hang up connections.

    import openras

    with openras.connect("Office", user="bob", password=secret) as office:   # hangs up at the end
        print(office.ipv4().address)

    async for state in openras.dial("Office"):                               # asyncio
        print(state.name)

Everything stands on librasapi32 by ctypes; the numbers and their meaning are those of ras.h and raserror.h. Errors are
RasError. The manual is docs/python.md.
"""

from ._connection import Cause, Connection, EndedBy, IPv4, IPv6, Statistics, Status, connections
from ._credentials import StoredCredentials, forget_credentials, save_credentials, stored_credentials
from ._dial import Dial, connect, dial
from ._errors import RasError, error_text
from ._phonebook import Entry, entries
from ._states import State
from ._watch import Change, watch

__all__ = [
    "Cause", "Change", "Connection", "Dial", "EndedBy", "Entry", "IPv4", "IPv6", "RasError", "State", "Statistics",
    "Status", "StoredCredentials", "connect", "connections", "dial", "entries", "error_text", "forget_credentials",
    "save_credentials", "stored_credentials", "watch",
]

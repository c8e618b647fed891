"""Watching connections come and go: RasConnectionNotification with an eventfd on the caller's asyncio loop."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from typing import NamedTuple

from . import _native
from ._connection import Connection, connections
from ._errors import RasError, check
from ._loop import readable
from ._states import State

_ALL = _native.HANDLE(-1)
_CONNECTION, _DISCONNECTION = 1, 2  # RASCN_*
_GONE, _MANAGER_GONE = 6, 711


class Change(NamedTuple):
    up: bool  #: it is up now; False: it has ended
    connection: Connection


async def watch() -> AsyncGenerator[Change, None]:
    """What is up now, then each connection that comes up or ends, by whomever it was dialled; never ends by itself.

    A manager that dies ends everything that was up; the next one is watched as soon as it is there. 711: there is none
    at the beginning. One that came and went between two looks is not reported.
    """
    descriptor = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
    try:
        check(_native.library.RasConnectionNotificationA(_ALL, descriptor, _CONNECTION | _DISCONNECTION))
        known: dict[int, Connection] = {}
        while True:
            now = _up()
            for handle in known.keys() - now.keys():
                yield Change(False, known.pop(handle))
            for handle in now.keys() - known.keys():
                known[handle] = now[handle]
                yield Change(True, now[handle])
            await readable(descriptor)
            os.eventfd_read(descriptor)  # what has happened since the last look counts: nothing is lost in between
    finally:
        os.close(descriptor)  # the registration ends with it


def _up() -> dict[int, Connection]:
    try:
        return {one.handle: one for one in connections() if _is_up(one)}
    except RasError as error:
        if error.number != _MANAGER_GONE:
            raise
        return {}


def _is_up(connection: Connection) -> bool:
    try:
        return connection.status().state is State.Connected
    except RasError as error:
        if error.number != _GONE:
            raise
        return False

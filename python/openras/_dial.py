"""Dialling: connect() at once, dial() step by step, in the caller's thread or on its asyncio loop.

A Dial owns a channel (raschannel.h), so it needs no thread: the loop watches the channel's descriptor, but only while
somebody waits for the next state. That is the back-pressure: a state is taken from the channel, and so answered, when
it is asked for.
"""

from __future__ import annotations

import ctypes
import os
import select
import weakref
from collections.abc import Generator
from typing import Any

from . import _native
from ._connection import Connection
from ._errors import RasError, check
from ._loop import readable
from ._states import State

_USER_DISCONNECTION = 631
_MANAGER_GONE = 711


def dial(entry: str, *, user: str = "", password: str = "", domain: str = "", phone_number: str = "",
         phonebook: str | os.PathLike[str] | None = None) -> Dial:
    """A dial that has not begun yet. It begins with the first state that is asked for:

        async for state in openras.dial("Office"): ...
        office = await openras.dial("Office")
        for state in openras.dial("Office"): ...

    Without a user, the credentials stored for the entry are used, else the entry's user name. ValueError: a text that
    does not fit.
    """
    return Dial(entry, user, password, domain, phone_number, phonebook)


def connect(entry: str, *, user: str = "", password: str = "", domain: str = "", phone_number: str = "",
            phonebook: str | os.PathLike[str] | None = None) -> Connection:
    """Dials, and returns when the connection is up. RasError: it has failed, and was hung up already."""
    made = dial(entry, user=user, password=password, domain=domain, phone_number=phone_number, phonebook=phonebook)
    for _ in made:
        pass
    return made.connection


class Dial:
    """A dial under way, an iterator of its states, the last of which is Connected. A failure raises RasError.

    While the body of the loop handles a state, the dial goes on, but no further than to announce the next one; what
    the body awaits decides how fast it goes. Cancelling a task that waits here hangs up. So does leaving the loop
    early, as soon as the Dial itself is gone or closed.
    """

    def __init__(self, entry: str, user: str, password: str, domain: str, phone_number: str,
                 phonebook: str | os.PathLike[str] | None) -> None:
        self._channel: int | None = None
        self._handle: int | None = None
        self._state: State | None = None
        self._error = 0
        self._taken: State | None = None  # by the handler, for the iterator
        self._over = False
        self._waiting = False
        self._entry = entry
        self._book = _native.path(phonebook)
        params = _native.RASDIALPARAMS.made()
        self._params: _native.RASDIALPARAMS | None = params
        for field, text, what in (("szEntryName", entry, "entry"), ("szUserName", user, "user"),
                                  ("szPassword", password, "password"), ("szDomain", domain, "domain"),
                                  ("szPhoneNumber", phone_number, "phone_number")):
            _native.fill(params, field, text, what)

    def __repr__(self) -> str:
        return f"<openras.Dial {self._entry!r} {self._state.name if self._state is not None else 'not begun'}>"

    @property
    def state(self) -> State | None:
        """The last state that was reported; None before the first."""
        return self._state

    @property
    def connection(self) -> Connection:
        """From the first state on. Its status may be asked for while the dial goes on."""
        if self._handle is None:
            raise ValueError("the dial has not begun, or has failed")
        return Connection(self._handle, self._entry)

    def close(self) -> None:
        """Ends a dial that is not connected yet, at once; an established connection is not touched."""
        self._drop_params()
        if self._handle is not None and self._state is not State.Connected:
            _native.library.RasBeginHangUp(self._handle)
            self._handle = None
        self._over = True
        self._close_channel()

    def __del__(self) -> None:
        if hasattr(self, "_over"):
            self.close()

    # --- in the calling thread

    def __iter__(self) -> Dial:
        return self

    def __next__(self) -> State:
        if self._over:
            raise StopIteration
        try:
            self._begin()
            self._pump()
            while self._taken is None and not self._error:
                waiting = select.poll()  # in Python's hands, so that Ctrl-C ends it
                waiting.register(self._descriptor(), select.POLLIN)
                waiting.poll()
                self._pump()
            return self._take()
        except BaseException:  # KeyboardInterrupt among them: nobody is left who wants it
            self.close()
            raise

    # --- on an event loop

    def __aiter__(self) -> Dial:
        return self

    async def __anext__(self) -> State:
        if self._over:
            raise StopAsyncIteration
        try:
            self._begin()
            self._pump()
            while self._taken is None and not self._error:
                await self._readable()
                self._pump()
            return self._take()
        except BaseException:  # CancelledError among them
            self.close()
            raise

    def __await__(self) -> Generator[Any, None, Connection]:
        return self._to_the_end().__await__()

    async def _to_the_end(self) -> Connection:
        async for _ in self:
            pass
        return self.connection

    async def __aenter__(self) -> Connection:
        """`async with openras.dial(...) as connection:` dials, and hangs up at the end."""
        return await self

    async def __aexit__(self, *error: object) -> None:
        await self.connection.__aexit__(None, None, None)

    # ---

    def _begin(self) -> None:
        if self._params is None:
            return
        params, library = self._params, _native.library
        try:
            channel, handle = _native.HANDLE(), _native.HANDLE()
            check(library.RasChannelOpen(ctypes.byref(channel)))
            self._channel = channel.value
            _dials[id(self)] = self
            params.dwCallbackId = id(self)
            error = library.RasChannelDialA(self._channel, None, self._book, params, _native.NOTIFIER_FUNC2,
                                            ctypes.cast(_handler, ctypes.c_void_p), ctypes.byref(handle))
            self._handle = handle.value
            check(error)
        finally:
            self._drop_params()

    def _pump(self) -> None:
        """Lets one notification in, if one is there; `_on_state` puts it into _taken or _error."""
        if self._taken is not None or self._error:
            return
        error = _native.library.RasChannelPumpOne(self._channel, 0, None)
        if error and not self._error:
            self._error = error

    def _descriptor(self) -> int:
        descriptor = ctypes.c_int()
        check(_native.library.RasChannelFd(self._channel, ctypes.byref(descriptor)))
        return descriptor.value

    async def _readable(self) -> None:
        if self._waiting:
            raise RuntimeError("two tasks wait for the states of one dial")
        self._waiting = True
        try:
            await readable(self._descriptor())
        finally:
            self._waiting = False

    def _take(self) -> State:
        if self._error:
            raise self._failure(self._error)
        state, self._taken = self._taken, None
        assert state is not None
        self._state = state
        if state is State.Connected:
            self._over = True
            self._close_channel()
        return state

    def _failure(self, number: int) -> RasError:
        detail = ""
        if self._handle is not None and number not in (_USER_DISCONNECTION, _MANAGER_GONE):
            try:
                cause = Connection(self._handle).cause()
                detail = "; ".join(filter(None, (cause.detail, cause.peer_text and f"the peer said: {cause.peer_text}")))
            except RasError:
                pass  # it is gone already: the number must do
        return RasError(number, self._state, detail)

    def _drop_params(self) -> None:
        if self._params is not None:
            self._params.wipe()
            self._params = None

    def _close_channel(self) -> None:
        _dials.pop(id(self), None)
        if self._channel is not None:
            _native.library.RasChannelClose(self._channel)
            self._channel = None


_dials: weakref.WeakValueDictionary[int, Dial] = weakref.WeakValueDictionary()


def _on_state(identity: int, link: int, connection: int, message: int, state: int, error: int, extended: int) -> int:
    found = _dials.get(identity)
    if found is None:
        return 0
    if error:
        found._error = error
    else:
        found._taken = State(state)
    return 1


_handler = _native.RasDialFunc2(_on_state)

"""Errors: every number that is not 0 becomes a RasError."""

from __future__ import annotations

import ctypes
import os

from . import _native
from ._error_names import NAMES


def error_text(number: int) -> str:
    """The sentence of an error: RasGetErrorString's, or the system's word for the few Win32 numbers."""
    buffer = ctypes.create_string_buffer(512)
    if _native.library.RasGetErrorStringA(number, buffer, len(buffer)) == 0:
        return _native.text(buffer.value)
    return _WIN32.get(number, f"error {number}")


_WIN32 = {
    5: "Access is denied.",
    6: "The connection is gone or was never there.",
    8: os.strerror(12) + ".",
    87: "A parameter is not valid.",
    123: "The name is not valid.",
    183: "There is one of that name already.",
}


class RasError(OSError):
    """An error of the API.

    number: of raserror.h, 691 for example; name: "ERROR_AUTHENTICATION_FAILURE", "" where it has none; text: a
    sentence; state: where in a dial it happened, else None. Of OSError only the base is used: errno stays None.
    """

    def __init__(self, number: int, state: object = None, detail: str = "") -> None:
        self.number = number
        self.name = NAMES.get(number, "")
        self.text = error_text(number)
        self.state = state
        self.detail = detail
        super().__init__(f"{number}: {self.text}" + (f" ({detail})" if detail else ""))

    def __reduce__(self) -> tuple[type[RasError], tuple[int, object, str]]:
        return RasError, (self.number, self.state, self.detail)


def check(error: int) -> None:
    if error != 0:
        raise RasError(error)

"""RASCONNSTATE of ras.h."""

from __future__ import annotations

import enum


class State(enum.IntEnum):
    """Where a dial is. Only what the medium really has is reported."""

    OpenPort = 0
    PortOpened = 1
    ConnectDevice = 2
    DeviceConnected = 3
    AllDevicesConnected = 4
    Authenticate = 5
    AuthNotify = 6
    AuthRetry = 7
    AuthCallback = 8
    AuthChangePassword = 9
    AuthProject = 10
    AuthLinkSpeed = 11
    AuthAck = 12
    ReAuthenticate = 13
    Authenticated = 14
    PrepareForCallback = 15
    WaitForModemReset = 16
    WaitForCallback = 17
    Projected = 18
    StartAuthentication = 19
    CallbackComplete = 20
    LogonNetwork = 21
    SubEntryConnected = 22
    SubEntryDisconnected = 23
    ApplySettings = 24
    Interactive = 0x1000
    RetryAuthentication = 0x1001
    CallbackSetByCaller = 0x1002
    PasswordExpired = 0x1003
    InvokeEapUI = 0x1004
    Connected = 0x2000
    Disconnected = 0x2001

    @classmethod
    def _missing_(cls, value: object) -> State | None:
        """A number that a newer library knows keeps its value and is called `State<number>`."""
        if not isinstance(value, int):
            return None
        unknown = int.__new__(cls, value)
        unknown._name_ = f"State{value}"
        unknown._value_ = value
        return unknown

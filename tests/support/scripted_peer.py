"""A PPPoE access concentrator of one session whose PPP does what a test tells it to. It asks for no authentication."""

import os
import select
import socket
import struct
import threading

from support.events import wait_until

DISCOVERY, SESSION = 0x8863, 0x8864
PADI, PADO, PADR, PADS = 0x09, 0x07, 0x19, 0x65
SERVICE_NAME, AC_NAME, HOST_UNIQ = 0x0101, 0x0102, 0x0103
LCP, IPCP, IPV6CP = 0xC021, 0x8021, 0x8057
CONFIGURE_REQUEST, ACK, NAK, REJECT, TERMINATE_REQUEST, TERMINATE_ACK = 1, 2, 3, 4, 5, 6
ECHO_REQUEST, ECHO_REPLY = 9, 10
SESSION_ID = 0x77


def options_of(data):
    while len(data) >= 2:
        yield data[0], data[2:data[1]]
        data = data[max(data[1], 2):]


def option(kind, value):
    return bytes([kind, 2 + len(value)]) + value


class ScriptedPeer:
    """Answers on `interface` of the namespace from its making to close()."""

    def __init__(self, namespace, interface="eth0", address="10.64.0.2", local="10.64.0.1", dns="10.64.0.53"):
        self.address, self.local, self.dns = address, local, dns
        self._sockets = {}
        for kind in (DISCOVERY, SESSION):
            self._sockets[kind] = namespace.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(kind))
            self._sockets[kind].bind((interface, kind))
        self._mac = self._sockets[DISCOVERY].getsockname()[4]
        self._client = None
        self._asked = set()
        self._heard = set()
        self.packets = []  # (protocol, bytes) of what is not control
        self._number = 0
        self._stop = os.pipe()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self):
        os.write(self._stop[1], b".")
        self._thread.join()
        for each in self._sockets.values():
            each.close()
        for end in self._stop:
            os.close(end)

    # --- what a test asks for

    def renumber(self, address, dns):
        """IPCP is negotiated anew; the client is to have another address and server for names."""
        self.address, self.dns = address, dns
        self._ask(IPCP)

    def end(self, protocol):
        """Terminate-Request of one network protocol, or of LCP; the client has answered when this returns."""
        self._control(protocol, TERMINATE_REQUEST, self._next(), b"maintenance")
        wait_until(lambda: (protocol, TERMINATE_ACK) in self._heard, 5, "the client has acknowledged the end")

    def begin(self, protocol):
        """Configure-Request of a network protocol, again until the client acknowledges one (it may still be busy with
        the end of the last one)."""
        self._heard.discard((protocol, ACK))

        def acknowledged():
            if (protocol, ACK) in self._heard:
                return True
            self._ask(protocol)
            return False
        wait_until(acknowledged, 5, "the client has acknowledged the request", every=0.3)

    def send_frame(self, frame):
        """A PPP frame as it is: protocol field and whatever stands before and behind it."""
        self._send(SESSION, 0, SESSION_ID, frame)

    # --- the protocols

    def _run(self):
        while True:
            ready, _, _ = select.select([*self._sockets.values(), self._stop[0]], [], [])
            if self._stop[0] in ready:
                return
            for kind, each in self._sockets.items():
                if each in ready:
                    frame = each.recv(2048)
                    if frame[6:12] != self._mac:
                        code, session, size = struct.unpack("!xBHH", frame[14:20])
                        self._arrived(kind, frame[6:12], code, session, frame[20:20 + size])

    def _arrived(self, kind, sender, code, session, body):
        if kind == SESSION and session == SESSION_ID and len(body) >= 2:
            self._ppp(struct.unpack("!H", body[:2])[0], body[2:])
        elif kind == DISCOVERY and code in (PADI, PADR):
            self._client = sender
            self._asked.clear()
            self._heard.clear()
            tags = struct.pack("!HH", AC_NAME, 8) + b"scripted" + struct.pack("!HH", SERVICE_NAME, 0)
            while len(body) >= 4:
                tag, size = struct.unpack("!HH", body[:4])
                if tag == HOST_UNIQ:
                    tags += body[:4 + size]
                body = body[4 + size:]
            self._send(DISCOVERY, PADO if code == PADI else PADS, 0 if code == PADI else SESSION_ID, tags)

    def _ppp(self, protocol, packet):
        if protocol in (0x0021, 0x0057):
            self.packets.append((protocol, packet))
        if protocol not in (LCP, IPCP, IPV6CP) or len(packet) < 4:
            return
        code, number, size = struct.unpack("!BBH", packet[:4])
        data = packet[4:size]
        self._heard.add((protocol, code))
        if code == CONFIGURE_REQUEST:
            self._control(protocol, *self._judge(protocol, number, data))
            if protocol not in self._asked:
                self._ask(protocol)
        elif code == TERMINATE_REQUEST:
            self._control(protocol, TERMINATE_ACK, number, b"")
        elif code == ECHO_REQUEST and protocol == LCP:
            self._control(LCP, ECHO_REPLY, number, bytes(4) + data[4:])

    def _judge(self, protocol, number, data):
        if protocol == IPCP:
            wanted = {3: self.address, 129: self.dns}
            unknown = [option(kind, value) for kind, value in options_of(data) if kind not in wanted]
            if unknown:
                return REJECT, number, b"".join(unknown)
            other = [option(kind, socket.inet_aton(wanted[kind])) for kind, value in options_of(data)
                     if value != socket.inet_aton(wanted[kind])]
            if other:
                return NAK, number, b"".join(other)
        return ACK, number, data

    def _ask(self, protocol):
        self._asked.add(protocol)
        ours = {LCP: option(1, struct.pack("!H", 1492)), IPCP: option(3, socket.inet_aton(self.local)),
                IPV6CP: option(1, bytes.fromhex("0000000000000001"))}[protocol]
        self._control(protocol, CONFIGURE_REQUEST, self._next(), ours)

    def _next(self):
        self._number = self._number % 255 + 1
        return self._number

    def _control(self, protocol, code, number, data):
        self._send(SESSION, 0, SESSION_ID, struct.pack("!HBBH", protocol, code, number, 4 + len(data)) + data)

    def _send(self, kind, code, session, body):
        head = self._client + self._mac + struct.pack("!HBBHH", kind, 0x11, code, session, len(body))
        self._sockets[kind].send((head + body).ljust(60, b"\0"))

"""A checksummed TCP transfer. The server end also runs in a guest: python3 transfer.py serve PORT

Protocol: the client sends one line, "get N" or "put N". After "get" the server sends N bytes, then the SHA-256 of them
(64 hex digits); after "put" the client sends N bytes and the server answers the SHA-256 of what it received.
"""

import hashlib
import os
import socket
import sys
import threading

BLOCK = 1 << 18


def _send_random(connection, count):
    digest = hashlib.sha256()
    pool = os.urandom(BLOCK + 4096)  # a window that moves by a random step: no two blocks alike, and cheap to make
    while count > 0:
        step = int.from_bytes(os.urandom(2), "big") % 4096
        block = pool[step:step + min(count, BLOCK)]
        connection.sendall(block)
        digest.update(block)
        count -= len(block)
    return digest.hexdigest()


def _receive(connection, count, digest=None):
    kept = b"" if digest is None else None
    while count > 0:
        block = connection.recv(min(count, BLOCK))
        if not block:
            raise EOFError(f"{count} bytes are missing")
        count -= len(block)
        if digest is None:
            kept += block
        else:
            digest.update(block)
    return kept


def _serve_one(connection):
    with connection:
        line = b""
        while not line.endswith(b"\n"):
            byte = connection.recv(1)
            if not byte:
                return
            line += byte
        verb, count = line.split()
        if verb == b"get":
            connection.sendall(_send_random(connection, int(count)).encode())
        else:
            digest = hashlib.sha256()
            _receive(connection, int(count), digest)
            connection.sendall(digest.hexdigest().encode())


def serve(port):
    listener = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    listener.bind(("::", port))
    listener.listen(16)
    print(f"serving {port}", flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_serve_one, args=(connection,), daemon=True).start()


def connect(namespace, address, port, timeout=15, interface=None):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    scope = namespace.call(socket.if_nametoindex, interface) if interface and family == socket.AF_INET6 else 0
    connection = namespace.socket(family, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    connection.connect((address, port, 0, scope) if family == socket.AF_INET6 else (address, port))
    return connection


def get(namespace, address, count, port=5001, timeout=60, interface=None):
    """Fetches `count` bytes; raises when the checksum differs."""
    with connect(namespace, address, port, interface=interface) as connection:
        connection.settimeout(timeout)
        connection.sendall(b"get %d\n" % count)
        digest = hashlib.sha256()
        _receive(connection, count, digest)
        want = _receive(connection, 64).decode()
    assert digest.hexdigest() == want, "the bytes that arrived are not those that were sent"


def put(namespace, address, count, port=5001, timeout=60, interface=None):
    with connect(namespace, address, port, interface=interface) as connection:
        connection.settimeout(timeout)
        connection.sendall(b"put %d\n" % count)
        sent = _send_random(connection, count)
        assert _receive(connection, 64).decode() == sent, "the server received other bytes than were sent"


if __name__ == "__main__":
    serve(int(sys.argv[2]) if sys.argv[1:2] == ["serve"] else 5001)

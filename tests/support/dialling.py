"""What a person does at a prompt: dial with rasdial, ping through the link, hang up."""

MEGABYTE = 1_000_000


def dial(manager, book, entry="dsl", user="alice", password="secret", timeout=30):
    result = manager.rasdial(entry, user, password, f"/PHONEBOOK:{book}", timeout=timeout)
    assert result.status == 0, f"rasdial: status {result.status}\n{result.stdout}\n{result.stderr}"
    connection = manager.connection(entry)
    assert connection and connection["state"] == "Connected", connection
    return connection


def hang_up(manager, entry="dsl"):
    result = manager.rasdial(entry, "/DISCONNECT")
    assert result.status == 0, f"rasdial /DISCONNECT: {result}"
    manager.wait_restored()


def ping(namespace, address, size=1000, interface=None, whole=False):
    """whole: no router and neither end may fragment it."""
    target = f"{address}%{interface}" if interface else address
    # The server's own interface may come up a moment after the last IPCP packet: wait for the first answer.
    namespace.run(["ping", "-c", "1", "-i", "0.2", "-w", "3", target])
    result = namespace.run(["ping", "-c", "3", "-i", "0.2", "-W", "3", "-s", str(size),
                            *(["-M", "do"] if whole else []), target])
    assert result.status == 0 and " 0% packet loss" in result.stdout, result.stdout + result.stderr

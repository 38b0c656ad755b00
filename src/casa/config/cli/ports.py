"""Finding an address nobody else listens on."""

import socket

from casa.config.environment import PORT
from casa.config.trouble import Trouble

TRIES = 50


def is_free(host: str, port: int) -> bool:
    """Whether a server of ours could listen there now."""
    try:
        family, kind, proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
    except PermissionError:
        raise Trouble(
            f"This account may not listen on port {port}: ports below 1024 belong to the administrator. "
            "Choose one above, such as --port 8400, and let a web server in front pass requests on."
        ) from None
    except socket.gaierror:
        raise Trouble(f"CASA_HOST: {host} is not an address of this machine. Use 127.0.0.1 or 0.0.0.0.") from None
    except OSError:
        return False
    return True


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((_reachable(host), port), timeout=1).close()
    except OSError:
        return False
    return True


def insist(host: str, port: int) -> int:
    """The port that was asked for. :raises Trouble: it is taken"""
    if not is_free(host, port):
        raise Trouble(
            f"Port {port} on {host} is in use by another program. "
            f"Stop that program, or choose another port, such as --port {port + 10}."
        )
    return port


def next_pair(host: str, first: int = PORT) -> tuple[int, int]:
    """The first two neighbouring free ports: one for people, one for the pretend world."""
    for port in range(first, first + 2 * TRIES, 2):
        if is_free(host, port) and is_free("127.0.0.1", port + 1):
            return port, port + 1
    raise Trouble(f"All ports from {first} to {first + 2 * TRIES} are in use. Choose another with --port.")


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound

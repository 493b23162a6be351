"""The server of the window: on loopback alone, on a port that is free, until somebody ends it."""

from __future__ import annotations

import logging
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from importlib.util import find_spec

from sim.core.errors import UserError
from sim.view.living import Mornings
from sim.view.session import Opened

LOOPBACK = "127.0.0.1"
FIRST_PORT, TRIED = 8520, 50
MISSING = "The window needs Panel, which is not installed: pip install 'manyhats[view]'"
TURN = 0.0005
"""Seconds after which the thread that lives worlds gives way to what answers the browser: compiled days are so short
that with Python's 0.005 it kept the turn until all of them were lived."""
LOGGERS = ("bokeh", "tornado", "panel", "asyncio")


def refuse_without_panel() -> None:
    """Refuse to go on where the extra is missing.

    Raises
    ------
    UserError
        Saying how it is installed.
    """
    if find_spec("panel") is None:
        raise UserError(MISSING)


def port_for(asked: int | None) -> int:
    """Return the port that was asked for, or the first free one.

    Raises
    ------
    UserError
        If it is taken.
    """
    if asked is not None:
        if not _is_free(asked):
            raise UserError(f"Port {asked} is taken, perhaps by another window; --port takes another one.")
        return asked
    for port in range(FIRST_PORT, FIRST_PORT + TRIED):
        if _is_free(port):
            return port
    raise UserError(f"No port from {FIRST_PORT} to {FIRST_PORT + TRIED - 1} is free; name one with --port.")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
    return True


def serve(opened: Opened, port: int, told: Callable[[str], None], *, browser: bool = True) -> None:
    """Serve the window until Ctrl-C.

    Parameters
    ----------
    opened
        The scenario of the window.
    port
        From :func:`port_for`.
    told
        Called with the address once it answers.
    browser
        Whether it is opened in a browser.
    """
    sys.setswitchinterval(TURN)
    os.environ["BOKEH_RESOURCES"] = "server"  # all parts of the page come from here
    import panel as pn

    from sim.view.window import page_of

    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)
    mornings, address = Mornings(), f"http://{LOOPBACK}:{port}/"
    origins = [f"{LOOPBACK}:{port}", f"localhost:{port}"]
    server = pn.io.server.get_server(
        {"/": lambda: page_of(opened, mornings)},
        port=port,
        address=LOOPBACK,
        websocket_origin=origins,
        title="Many Hats",
        liveness="alive",
        check_unused_sessions_milliseconds=3000,
        unused_session_lifetime_milliseconds=10_000,
    )
    server.start()
    told(address)
    if browser:
        webbrowser.open(address)
    try:
        server.io_loop.start()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()

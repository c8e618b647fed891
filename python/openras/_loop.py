"""One wait on the caller's asyncio loop."""

from __future__ import annotations

import asyncio


async def readable(descriptor: int) -> None:
    """Returns when the descriptor can be read; it is watched only meanwhile."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(descriptor, tell)
    try:
        await ready
    finally:
        loop.remove_reader(descriptor)

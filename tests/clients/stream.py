"""Prints the messages of every room that the caller is in.

    python stream.py [scheme] [host] [port] [token]
"""

import asyncio
import json
import sys

import websockets

scheme, host, port, token = (sys.argv[1:] + ["ws", "localhost", "3000", "mock-dev-token"][len(sys.argv) - 1 :])[:4]


async def main():
    url = f"{scheme}://{host}:{port}/v1/stream?token={token}"
    async with websockets.connect(url) as ws:
        hello = json.loads(await ws.recv())
        print("connected", hello["session_id"], "to", hello["server_name"], flush=True)
        async for raw in ws:
            event = json.loads(raw)
            if event["type"] == "swp.room.message":
                print("message:", event["content"]["body"], flush=True)
            elif event["type"] == "swp.ai.status":
                print("ai status:", event["participant_id"], event["status"], flush=True)


asyncio.run(main())

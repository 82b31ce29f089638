"""Many clients at once, and clients that behave badly: the server goes on."""

import asyncio
import gzip
import json
import resource
import socket
import time

import conftest
import pytest
import requests_raw as raw
from botocore.eventstream import EventStreamBuffer

HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"
STREAM = f"/model/{HAIKU.replace(':', '%3A')}/converse-stream"


@pytest.fixture(scope="module", autouse=True)
def many_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))


def address(url):
    host, port = url.removeprefix("http://").split(":")
    return host, int(port)


async def stream(url, number):
    """The event names of one stream, its text, and its checksums checked on the way."""
    reader, writer = await asyncio.open_connection(*address(url))
    body = json.dumps({"messages": [{"role": "user", "content": [{"text": f"Line {number}"}]}], "inferenceConfig": {"maxTokens": 60}})
    writer.write(f"POST {STREAM} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
                 f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 200 " in head.split(b"\r\n")[0] and b"chunked" in head.lower()
    buffer, names, text = EventStreamBuffer(), [], ""
    while size := int(await reader.readline(), 16):
        buffer.add_data(await reader.readexactly(size))
        await reader.readexactly(2)
        for event in buffer:
            names.append(event.headers[":event-type"])
            payload = json.loads(event.payload)
            text += payload.get("delta", {}).get("text", "")
    writer.close()
    return names, text


def test_a_thousand_streams_at_once_lose_and_reorder_nothing():
    process, url, _ = conftest.start("--time-scale", "1")
    try:
        async def all_streams():
            return await asyncio.gather(*(stream(url, number) for number in range(1000)))

        answers = asyncio.run(all_streams())
        raw.send("PUT", f"{url}/_finegrain/time-scale", b'{"scale": 0}')
        raw.send("POST", f"{url}/_finegrain/reset")
        for number, (names, text) in enumerate(answers):
            deltas = names.count("contentBlockDelta")
            assert names == ["messageStart"] + deltas * ["contentBlockDelta"] + ["contentBlockStop", "messageStop", "metadata"]
            if number % 50 == 0:
                assert asyncio.run(stream(url, number))[1] == text
    finally:
        conftest.stop(process)


def test_ten_thousand_idle_connections_do_no_harm(server):
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(10_000, soft - 200)
    idle = [socket.create_connection(address(server)) for _ in range(count)]
    try:
        assert raw.get(f"{server}/_finegrain/health")[2]["status"] == "ok"
    finally:
        for connection in idle:
            connection.close()
    assert count > 800


def test_bodies_that_are_too_long_are_refused_in_the_services_shape(server):
    body = b'{"messages": "' + b"x" * (100 << 20) + b'"}'
    status, headers, answer = raw.send("POST", f"{server}/model/{HAIKU}/converse", body)
    assert status == 413 and headers["x-amzn-errortype"] and "message" in answer
    bomb = gzip.compress(b"0" * (200 << 20))
    status, _, answer = raw.send("POST", f"{server}/model/{HAIKU}/converse", bomb, {"Content-Encoding": "gzip"})
    assert status == 413 and "message" in answer
    status, _, answer = raw.send("POST", f"{server}/v1/chat/completions", bomb, {"Content-Encoding": "gzip", "Authorization": "Bearer k"})
    assert status == 413 and "message" in answer["error"]
    status, _, answer = raw.send("POST", f"{server}/model/{HAIKU}/converse", b"no gzip", {"Content-Encoding": "gzip"})
    assert status == 400 and "message" in answer


def test_slow_and_half_closed_clients_get_their_answers(server):
    body = json.dumps({"messages": [{"role": "user", "content": [{"text": "hi"}]}]}).encode()
    head = f"POST /model/{HAIKU}/converse HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with socket.create_connection(address(server)) as slow:
        for byte in head + body:
            slow.sendall(bytes([byte]))
            if byte == 10:
                time.sleep(0.01)
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
    with socket.create_connection(address(server)) as half:
        half.sendall(head + body)
        half.shutdown(socket.SHUT_WR)
        assert half.recv(100).startswith(b"HTTP/1.1 200")
    with socket.create_connection(address(server)) as gone:
        gone.sendall(head + body[:10])
    with socket.create_connection(address(server)) as nonsense:
        nonsense.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert nonsense.recv(100).startswith(b"HTTP/1.1 400")
    assert raw.get(f"{server}/_finegrain/health")[0] == 200


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/bucket/../../etc/passwd", "//etc/passwd", "/%00", "/%ff%fe",
                                  "/model/%2F..%2F/converse", "/" + "a/" * 5000, "/_finegrain/../etc"])
def test_paths_lead_nowhere(server, path):
    with socket.create_connection(address(server)) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while part := client.recv(65536):
            answer += part
    assert b"root:" not in answer and answer.split()[1] in (b"400", b"403", b"404", b"405")
    assert raw.get(f"{server}/_finegrain/health")[0] == 200


def test_the_journal_tells_what_was_refused(server):
    before = raw.get(f"{server}/_finegrain/health")[2]["calls"]
    raw.send("POST", f"{server}/model/{HAIKU}/converse", b"{broken")
    journal = raw.get(f"{server}/_finegrain/journal?since={before}")[2]
    lines = [json.loads(line) for line in (journal if isinstance(journal, bytes) else json.dumps(journal).encode()).splitlines()]
    assert lines[-1]["status"] == 400 and lines[-1]["operation"] == "Converse" and lines[-1]["request"] == "{broken"

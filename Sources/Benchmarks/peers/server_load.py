"""The mock cloud beside its peers under one load generator: usage server_load.py FINEGRAIN_SERVER, one JSON line a measurement.

wrk sends the load over loopback with 16 connections. ministack, moto and fakesnow come from the environment that runs this file.
"""

import gzip
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(sys.executable)
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
CONVERSE = "/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/converse"
SIGNED = "AWS4-HMAC-SHA256 Credential=x/20261120/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=0"
PROMPT = "Write a friendly line about our store. " * 52
BODY = json.dumps({"messages": [{"role": "user", "content": [{"text": PROMPT}]}], "inferenceConfig": {"maxTokens": 200}})
SECONDS, ROUNDS, CONNECTIONS = 5, 3, 16


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server of its own process, and how long it took to its first answer."""

    def __init__(self, command, environment=()):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [part.replace("PORT", str(self.port)) for part in command]
        settings = {**os.environ, **{name: value.replace("PORT", str(self.port)) for name, value in environment}}
        start = time.monotonic()
        self.process = subprocess.Popen(command, env=settings, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                urllib.request.urlopen(urllib.request.Request(self.url + CONVERSE, BODY.encode(), {"Content-Type": "application/json", "Authorization": SIGNED}))
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.002)
        self.first_answer = time.monotonic() - start

    def resident_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def wrk(url, body, headers, tokens=(), delay_ms=0):
    """Requests a second, the 99th percentile in ms, and how many were refused; sixteen connections.

    With tokens every connection has a thread and a session of its own.
    """
    with tempfile.NamedTemporaryFile("wb", suffix=".body", delete=False) as file:
        file.write(body)
    lines = ['wrk.method = "POST"', f'wrk.body = io.open("{file.name}", "rb"):read("*a")']
    lines += [f'wrk.headers["{name}"] = {json.dumps(value)}' for name, value in headers.items()]
    if tokens:
        lines += ["local tokens, next = {" + ", ".join(json.dumps(token) for token in tokens) + "}, 0"]
        lines += ["function setup(thread) next = next + 1; thread:set('token', tokens[next]) end"]
        lines += ["function init() wrk.headers['Authorization'] = token; one = wrk.format() end"]
        lines += ["function request() return one end"]
    if delay_ms:
        lines.append(f"function delay() return {delay_ms} end")
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
        script.write("\n".join(lines))
    threads = len(tokens) or 1
    command = ["wrk", f"-t{threads}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", script.name, url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    os.unlink(file.name)
    os.unlink(script.name)
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    return rate, float(value) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit], int(failed.group(1)) if failed else 0


def converse(server, **settings):
    return wrk(server.url + CONVERSE, BODY.encode(), {"Content-Type": "application/json", "Authorization": SIGNED}, **settings)


def login(server):
    """The token of a new session."""
    data = {"data": {"LOGIN_NAME": "u", "PASSWORD": "p", "ACCOUNT_NAME": "x", "SESSION_PARAMETERS": {}}}
    request = urllib.request.Request(
        server.url + "/session/v1/login-request?request_id=1&databaseName=db&schemaName=public", gzip.compress(json.dumps(data).encode()),
        {"Content-Type": "application/json", "Content-Encoding": "gzip", "Accept": "application/snowflake"})
    token = json.load(urllib.request.urlopen(request))["data"]["token"]
    return f'Snowflake Token="{token}"'


def select_one(server):
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip", "Accept": "application/snowflake"}
    body = gzip.compress(json.dumps({"sqlText": "select 1", "asyncExec": False, "sequenceId": 1}).encode())
    return wrk(server.url + "/queries/v1/query-request", body, headers, [login(server) for _ in range(CONNECTIONS)])


def report(case, engine, **values):
    print(json.dumps({"case": case, "engine": engine, **values}), flush=True)


def main(binary):
    commands = {
        "finegrain": ([binary, "--port", "PORT"], ()),
        "ministack": ([os.path.join(HERE, "ministack")], (("GATEWAY_PORT", "PORT"),)),
        "moto": ([os.path.join(HERE, "moto_server"), "-H", "127.0.0.1", "-p", "PORT"], ()),
        "fakesnow": ([os.path.join(HERE, "fakesnow"), "-s", "-p", "PORT"], ()),
    }
    for _ in range(ROUNDS):
        for engine in ("finegrain", "ministack", "moto"):
            server = Server(*commands[engine])
            report("start", engine, seconds=server.first_answer)
            rate, tail, failed = converse(server)
            report("converse", engine, rate=rate, p99_ms=tail, failed=failed)
            if engine == "finegrain":
                # Sixteen connections that pause so long that about half the load is left.
                half, tail, _ = converse(server, delay_ms=round(2_000 * CONNECTIONS / rate))
                report("half_load", engine, rate=half, p99_ms=tail)
            server.stop()
        for engine in ("finegrain", "fakesnow"):
            server = Server(*commands[engine])
            rate, tail, failed = select_one(server)
            report("select_1", engine, rate=rate, p99_ms=tail, failed=failed)
            server.stop()
    server = Server(*commands["finegrain"])
    sent = 0.0
    for target in (100_000, 1_000_000):
        while sent < target:
            sent += SECONDS * converse(server)[0]
        report("memory", "finegrain", requests=round(sent), resident_mib=server.resident_mib())
    server.stop()


main(sys.argv[1])

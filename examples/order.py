#!/usr/bin/env python3
"""Orders faces from `lineament serve`, waits, and downloads them; needs `requests` and nothing else.

    python3 examples/order.py faces.json --server http://127.0.0.1:8017 --out faces

The same file is the same order: run it again after an interruption, and it goes on where it was.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import time

import requests


class Server:
    def __init__(self, address, token=None):
        self.address = address.rstrip("/")
        self.session = requests.Session()
        if token:
            self.session.headers["authorization"] = f"Bearer {token}"

    def ask(self, method, path, **more):
        """Answers that are no end the program in the server's own words."""
        for attempt in range(8):
            try:
                answer = self.session.request(method, self.address + path, timeout=60, **more)
            except (requests.ConnectionError, requests.Timeout) as error:
                if attempt == 7:
                    sys.exit(f"no server answers at {self.address}: {error}")
                time.sleep(min(0.25 * 2**attempt, 10))  # it may be starting again
                continue
            if answer.status_code in (429, 502, 503, 504) and attempt < 7:
                pause = seconds_of(answer.headers.get("retry-after"))
                if pause <= 60:  # a day's quota comes back in hours: that is said instead
                    time.sleep(pause)
                    continue
            if answer.status_code >= 400:
                try:
                    problem = answer.json()
                except ValueError:
                    problem = {"detail": f"{answer.status_code} {answer.reason}"}
                hint = f" ({problem['hint']})" if "hint" in problem else ""
                sys.exit(f"{problem['detail']}{hint}")
            return answer


def seconds_of(retry_after):
    return float(retry_after) if re.fullmatch(r"\d{1,6}", retry_after or "") else 2.0


def digest_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def order(server, content, again=False):
    if "humans" not in content:  # a job file of the Human API says it in the query
        content.setdefault("deliver", ["webdataset"])
    body = json.dumps(content, sort_keys=True).encode()
    query = {"deliver": "webdataset"} if "humans" in content else {}
    headers = {
        "content-type": "application/json",
        "idempotency-key": "python-" + (os.urandom(20).hex() if again else hashlib.sha256(body).hexdigest()[:40]),
    }
    return server.ask("POST", "/v1/datasets", data=body, params=query, headers=headers).json()


def wait(server, order_id):
    while True:
        state = server.ask("GET", f"/v1/datasets/{order_id}").json()
        progress = state["progress"]
        left = progress["secondsLeft"]
        print(
            f"{state['state']}: {progress['done']}/{progress['total']}"
            + (f", {left:.0f} s left" if left else ""),
            file=sys.stderr,
        )
        if state["state"] == "done":
            return
        if state["state"] in ("failed", "cancelled"):
            sys.exit(f"the order is {state['state']}: {state['reason']} (--again orders anew)")
        time.sleep(2)


def download(server, order_id, folder):
    os.makedirs(folder, exist_ok=True)
    for file in server.ask("GET", f"/v1/datasets/{order_id}/files").json()["files"]:
        if not re.fullmatch(r"[\w-][\w.-]*", file["name"]):
            sys.exit(f"the server offers a file by the name of {file['name']!r}")
        path = os.path.join(folder, file["name"])
        if not os.path.exists(path):
            fetch(server, file, path)
        elif digest_of(path) != file["sha256"]:
            sys.exit(f"{path} is of another order (give another --out)")
        print(path)


def fetch(server, file, path):
    part = f"{path}.{file['sha256'][:16]}.part"
    for _ in range(8):
        have = os.path.getsize(part) if os.path.exists(part) else 0
        if have < file["bytes"]:
            ranges = {"range": f"bytes={have}-", "if-range": f'"{file["sha256"]}"'} if have else {}
            try:
                answer = server.ask("GET", file["link"], headers=ranges, stream=True)
                with open(part, "ab" if answer.status_code == 206 else "wb") as out:
                    for chunk in answer.iter_content(1 << 16):
                        out.write(chunk)
            except requests.RequestException:
                continue  # the rest comes with the next range
        if os.path.getsize(part) < file["bytes"]:
            continue
        if digest_of(part) == file["sha256"]:
            os.replace(part, path)
            return
        os.remove(part)  # damaged: all of it again
    sys.exit(f"{path}: it did not arrive whole")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="settings of generate as JSON, or a job file of the Human API")
    parser.add_argument("--server", default="http://127.0.0.1:8017")
    parser.add_argument("--token", default=os.environ.get("LINEAMENT_TOKEN"))
    parser.add_argument("--out", default="faces")
    parser.add_argument("--again", action="store_true", help="order anew what was ordered before")
    given = parser.parse_args()
    try:
        with open(given.file, encoding="utf-8") as text:
            content = json.load(text)
    except (OSError, ValueError) as error:
        sys.exit(f"{given.file} cannot be read as JSON: {error}")
    if not isinstance(content, dict):
        sys.exit(f"{given.file}: an order is an object such as {{\"count\": 20}}")
    server = Server(given.server, given.token)
    placed = order(server, content, given.again)
    print(f"order {placed['id']}: {placed['samples']} faces", file=sys.stderr)
    wait(server, placed["id"])
    download(server, placed["id"], given.out)


if __name__ == "__main__":
    main()

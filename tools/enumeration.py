"""Whether the doors tell by their time who has an account: Welch's t-test, known against unknown addresses.

Runs the release build (or the one that ATELIER_BINARY names), 2,000 requests of each kind to each door in
random order. It says MISSED when a difference is no chance (p <= 0.01), and fails when an answer differs:
what a clock says on a shared machine is a figure, not a verdict.
"""

import http.client
import json
import math
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
ATELIER = os.environ.get("ATELIER_BINARY", str(ROOT / "target/release/atelier"))
PSQL = pathlib.Path(os.environ["POSTGRES"]) / "bin/psql"
SAMPLES = int(os.environ.get("SAMPLES", "2000"))
PORT = 18500
KNOWN = ["producer", "owner", "writer", "analyst"]
DOORS = {
    "sign-in": ("/auth/sign-in", {"password": "not the password"}),
    "reset": ("/auth/password-resets", {}),
    "magic link": ("/auth/magic-links", {}),
    "invitation": ("/api/v1/invitations", {"role": "analyst"}),
}


def people(door):
    """As many unknown addresses as known ones, of the same lengths: each is asked for as often."""
    if door == "invitation":
        known = ["owner@bluenote.test", "manager@bluenote.test", "root@atelier.test"]
        return known, ["ownex@bluenote.test", "managex@bluenote.test", "roox@atelier.test"]
    return ([f"{name}@northlight.test" for name in KNOWN],
            [f"{name[:-1]}x@northlight.test" for name in KNOWN])


class Demo:
    def __init__(self, work):
        self.data = work / "data"
        settings = {
            "ATELIER_DATA_DIR": str(self.data),
            "ATELIER__HTTP__RATE_LIMIT_PER_MINUTE": "0",
            "ATELIER__HTTP__RATE_LIMIT_ANONYMOUS_PER_MINUTE": "0",
        }
        self.log = (work / "demo.log").open("w")
        command = [ATELIER, "demo", "--listen", f"127.0.0.1:{PORT}"]
        environment = {**os.environ, **settings}
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)
        for _ in range(1800):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz")
                break
            except OSError:
                time.sleep(0.1)
        self.url = f"postgresql:///atelier?host={self.data}/postgres/run&user=postgres"
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT)

    def forget_attempts(self):
        sql = "delete from atelier.sign_in_throttles"
        subprocess.run([PSQL, "--no-psqlrc", "-qAt", "-c", sql, self.url], check=True)

    def post(self, path, body, token=None):
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        started = time.perf_counter_ns()
        self.connection.request("POST", path, json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        taken = time.perf_counter_ns() - started
        return taken, answer.status, sorted(answer.headers.keys()), text


def essence(status, headers, text, email):
    """What must be the same whoever was asked for."""
    body = json.loads(text) if text else None
    if isinstance(body, dict):
        for name in ["request_id", "id", "created_at", "expires_at", "email"]:
            body.pop(name, None)
    return status, tuple(headers), json.dumps(body, sort_keys=True)


def welch(ones, others):
    spread = statistics.variance(ones) / len(ones) + statistics.variance(others) / len(others)
    t = (statistics.mean(ones) - statistics.mean(others)) / math.sqrt(spread)
    return t, math.erfc(abs(t) / math.sqrt(2))


def measure(demo, door, token):
    path, rest = DOORS[door]
    known, unknown = people(door)
    plan = [(True, known[n % len(known)]) for n in range(SAMPLES)]
    plan += [(False, unknown[n % len(unknown)]) for n in range(SAMPLES)]
    random.Random(7).shuffle(plan)
    times, essences = {True: [], False: []}, {True: set(), False: set()}
    for number, (is_known, email) in enumerate(plan):
        if number % 15 == 0:
            demo.forget_attempts()
            # What the statement above left behind in connections and caches is nobody's.
            demo.post("/auth/magic-links", {"email": "warm@up.test"})
        taken, status, headers, text = demo.post(path, {"email": email, **rest}, token)
        times[is_known].append(taken / 1e6)
        essences[is_known].add(essence(status, headers, text, email))
    t, p = welch(times[True], times[False])
    means = " and ".join(f"{statistics.mean(times[kind]):.3f}" for kind in (True, False))
    is_same = essences[True] == essences[False] and len(essences[True]) == 1
    answers = "equal" if is_same else "DIFFER"
    return p, is_same, f"p = {p:.3f} (t = {t:+.2f}), means {means} ms, answers {answers}"


def main():
    failures = []
    with tempfile.TemporaryDirectory() as directory:
        demo = Demo(pathlib.Path(directory))
        try:
            owner = {"email": "owner@northlight.test", "password": "atelier-demo-1", "tenant": "northlight"}
            for door in DOORS:
                # A token lives for ten minutes.
                token = json.loads(demo.post("/auth/sign-in", owner)[3])["access_token"]
                p, is_same, found = measure(demo, door, token if door == "invitation" else None)
                is_met = p > 0.01 and is_same
                print(f"{'ok    ' if is_met else 'MISSED'} {door}, {SAMPLES} of each: {found}", flush=True)
                failures += [] if is_same else [door]
        finally:
            demo.process.terminate()
            demo.process.wait()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

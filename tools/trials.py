"""Trials of the release build: an old spreadsheet, a million rows, real texts.

Each one prints a line and fails the run when it misses what was promised. Real data lies beside the checkout
(ATELIER_DATA=DIR) and not in it; without it that trial says loudly that it was left out.
"""

import csv
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
ATELIER = ROOT / "target/release/atelier"
PSQL = pathlib.Path(os.environ["POSTGRES"]) / "bin/psql"
PORT = 18400
ADDRESS = f"http://127.0.0.1:{PORT}"
RESIDENT_MB_MAX = 150
PLATFORMS = {"spotify": 2149, "soundcloud": 1981, "youtube": 820, "instagram": 161}

failures = []


def report(name, is_met, found):
    print(f"{'ok    ' if is_met else 'MISSED'} {name}: {found}", flush=True)
    if not is_met:
        failures.append(name)


class Demo:
    """A running demo with a database of its own."""

    def __init__(self, work):
        self.data = work / "data"
        self.log = (work / "demo.log").open("w")
        environment = {**os.environ, "ATELIER_DATA_DIR": str(self.data)}
        command = [ATELIER, "demo", "--listen", f"127.0.0.1:{PORT}"]
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{ADDRESS}/readyz")
                break
            except OSError:
                time.sleep(0.1)
        self.url = f"postgresql:///atelier?host={self.data}/postgres/run&user=postgres"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def ask(self, sql):
        command = [PSQL, "--no-psqlrc", "-qAt", "-c", sql, self.url]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def import_campaigns(self, file, *options):
        command = [ATELIER, "import", "campaigns", file, "--tenant", "bluenote", *options]
        environment = {**os.environ, "ATELIER_DATABASE_URL": self.url, "ATELIER_DATA_DIR": str(self.data)}
        started = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return time.monotonic() - started, used.ru_maxrss / 1000

    def post(self, path, body, token=None):
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        request = urllib.request.Request(f"{ADDRESS}{path}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


def seed(file, rows):
    command = ["cargo", "xtask", "seed", "legacy", "--rows", str(rows), file]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    numbers = [int(number) for number in re.findall(r"\d+", done.stderr.split("refused:")[1])]
    return sum(numbers)


def imported(demo):
    count = "select count(*) from atelier.campaigns where external_id ~ '^(SP|SO|YO|IN)-'"
    return int(demo.ask(count))


def legacy(demo, work):
    file = work / "legacy.csv"
    refused = seed(file, 5111)
    demo.import_campaigns(file, "--dry-run")
    report("dry run writes nothing", imported(demo) == 0, f"{imported(demo)} rows")
    seconds, _ = demo.import_campaigns(file)
    report("5,111 legacy records", imported(demo) == 5111, f"{imported(demo)} rows in {seconds:.1f} s")
    for platform, expected in PLATFORMS.items():
        rows = int(demo.ask(f"""select count(*) from atelier.campaigns
            where external_id ~ '^(SP|SO|YO|IN)-' and channels = array['{platform}']"""))
        report(f"  of them {platform}", rows == expected, rows)
    listed = work.glob("legacy*report*")
    lines = [line for path in listed for line in path.read_text().splitlines()]
    errors = {line.split(",")[0] for line in lines if "error" in line}
    report("  refused rows in the report", len(errors) == refused, f"{len(errors)} of {refused}")
    demo.import_campaigns(file)
    report("a second import changes no number", imported(demo) == 5111, f"{imported(demo)} rows")


def million(demo, work):
    file = work / "million.csv"
    seed(file, 1_000_000)
    seconds, resident_mb = demo.import_campaigns(file)
    rows = imported(demo)
    speed = f"{rows} rows in {seconds:.0f} s, {rows / seconds:.0f} a second"
    report("1,000,000 rows", rows >= 1_000_000, speed)
    found = f"{resident_mb:.0f} MB at most"
    report("  resident memory", resident_mb < RESIDENT_MB_MAX, found)


def real_titles(demo):
    data = pathlib.Path(os.environ.get("ATELIER_DATA", ROOT.parent / "shared/data"))
    files = sorted(data.glob("youtube_trending/*.csv*"))
    if not files:
        print("*" * 72)
        print("*  REAL DATA IS ABSENT: the trial of published texts was left out.")
        print(f"*  It is expected in {data}; ATELIER_DATA=DIR names another place.")
        print("*" * 72)
        return
    sign_in = {"email": "producer@northlight.test", "password": "atelier-demo-1"}
    token = demo.post("/auth/sign-in", sign_in)["access_token"]
    titles = set()
    for file in files:
        opened = gzip.open(file, "rt") if file.suffix == ".gz" else file.open()
        with opened as lines:
            titles.update(row["title"] for row in list(csv.DictReader(lines))[:100])
    refused = []
    for title in sorted(titles):
        body = {"channel": "youtube", "title": title, "text": "Out now."}
        issues = demo.post("/api/v1/rules/check", body, token)["issues"]
        refused += [(title, i) for i in issues if i["severity"] == "error" and i["field"] == "title"]
    for title, issue in refused[:5]:
        print(f"       {title!r}: {issue['message']}")
    found = f"{len(refused)} of {len(titles)} refused"
    report("titles that YouTube has published pass our rules", not refused, found)


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="atelier-trials-"))
    work.chmod(0o711)
    try:
        with Demo(work) as demo:
            legacy(demo, work)
            million(demo, work)
            real_titles(demo)
    finally:
        shutil.rmtree(work)
    sys.exit(f"trials: {len(failures)} missed" if failures else 0)


main()

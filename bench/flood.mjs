// What 200 wrong sign-ins at once do to everybody else: the p99 of a list, without and under the flood, in turn.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { atelier, freePort, Running } from "./processes.mjs";

const ROUNDS = 5;
const SECONDS = 6;
const READS_PER_SECOND = 100;
const ATTEMPTS_AT_ONCE = 200;
const ALLOWED = 1.2;

const work = mkdtempSync(join(tmpdir(), "atelier-flood-"));
// The database server's own user has to get through.
chmodSync(work, 0o711);
const port = await freePort();
const server = `http://127.0.0.1:${port}`;
const demo = new Running(atelier, ["demo", "--listen", `127.0.0.1:${port}`], {
  env: {
    ATELIER_DATA_DIR: join(work, "data"),
    // Every attempt comes from another address, so that none is refused before its password is hashed.
    ATELIER__SECURITY__TRUSTED_PROXIES: "1",
    ATELIER__HTTP__RATE_LIMIT_PER_MINUTE: "0",
    ATELIER__HTTP__RATE_LIMIT_ANONYMOUS_PER_MINUTE: "0",
  },
  log: join(work, "demo.log"),
});

function post(path, body, headers = {}) {
  const json = { "content-type": "application/json", ...headers };
  return fetch(`${server}${path}`, { method: "POST", headers: json, body: JSON.stringify(body) });
}

let stranger = 0;

async function attempt() {
  const n = stranger++;
  const address = `198.${18 + ((n >> 16) & 1)}.${(n >> 8) & 255}.${n & 255}`;
  const wrong = { email: `stranger${n}@nowhere.test`, password: "not it" };
  const answer = await post("/auth/sign-in", wrong, { "x-forwarded-for": address });
  await answer.arrayBuffer();
}

/** Milliseconds of each read, begun at a steady pace whatever the answers do. */
async function read(token) {
  const reads = [];
  for (let n = 0; n < READS_PER_SECOND * SECONDS; n++) {
    reads.push(timed(token));
    await sleep(1000 / READS_PER_SECOND);
  }
  const times = (await Promise.all(reads)).sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)];
}

async function timed(token) {
  const begun = performance.now();
  const answer = await fetch(`${server}/api/v1/clients`, { headers: { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`a read was answered with ${answer.status}`);
  return performance.now() - begun;
}

async function underFlood(token) {
  let isOn = true;
  const keepTrying = async () => {
    while (isOn) await attempt();
  };
  const strangers = Array.from({ length: ATTEMPTS_AT_ONCE }, keepTrying);
  const p99 = await read(token);
  isOn = false;
  await Promise.all(strangers);
  return p99;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  await demo.ready(`${server}/readyz`);
  const known = { email: "producer@northlight.test", password: "atelier-demo-1" };
  const { access_token: token } = await (await post("/auth/sign-in", known)).json();
  await read(token);
  const calm = [];
  const flooded = [];
  for (let round = 0; round < ROUNDS; round++) {
    calm.push(await read(token));
    flooded.push(await underFlood(token));
  }
  const [before, under] = [median(calm), median(flooded)];
  const verdict = under <= before * ALLOWED ? "" : "   MISSED";
  const measured = `${before.toFixed(1)} ms, under ${ATTEMPTS_AT_ONCE} wrong sign-ins ${under.toFixed(1)} ms`;
  console.log(`p99 of a list: ${measured}${verdict}`);
} finally {
  await demo.stop();
  rmSync(work, { recursive: true, force: true });
}

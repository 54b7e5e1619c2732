// Measures Atelier, pgbench and Fastify in turn, so that what the machine does meanwhile meets all of them, and takes the
// median of the rounds.
import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { overHttp, overPgbench } from "./load.mjs";
import { atelier, freePort, output, peakWhile, Running } from "./processes.mjs";
import { report } from "./report.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const WARM_UP_SECONDS = 2;
const WORKLOADS = ["get", "list", "create", "unaudited", "audited", "health"];
const ports = { atelier: await freePort(), fastify: await freePort() };
const postgres = process.env.POSTGRES;
const work = mkdtempSync(join(tmpdir(), "atelier-bench-"));
// The database server's own user has to get through.
chmodSync(work, 0o711);
const database = { socketDir: join(work, "data/postgres/run"), database: "atelier" };
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

async function seed() {
  const demo = new Running(atelier, ["demo", "--listen", `127.0.0.1:${ports.atelier}`], {
    env: { ATELIER_DATA_DIR: join(work, "data") },
    log: join(work, "demo.log"),
  });
  await demo.ready(`http://127.0.0.1:${ports.atelier}/readyz`);
  await psql("--file", here("sql/seed.sql"));
  await demo.stop();
  // Room for pgbench's connections beside both servers'.
  writeFileSync(join(work, "data/postgres/cluster/local.conf"), "max_connections = 200\n");
}

function psql(...args) {
  const server = ["--host", database.socketDir, "--username", "postgres", database.database];
  const env = { ...process.env, PGOPTIONS: "-c search_path=atelier,public" };
  const options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"];
  return output(join(postgres, "bin/psql"), [...options, ...args, ...server], { env });
}

async function startAtelier() {
  const server = new Running(atelier, ["serve", "--listen", `127.0.0.1:${ports.atelier}`], {
    env: {
      ATELIER_DATA_DIR: join(work, "data"),
      // The limits are on and count every request; one member may simply do more than a person would.
      ATELIER__HTTP__RATE_LIMIT_PER_MINUTE: "60000000",
      ATELIER__HTTP__RATE_LIMIT_ANONYMOUS_PER_MINUTE: "60000000",
    },
    log: join(work, "serve.log"),
  });
  await server.ready(`http://127.0.0.1:${ports.atelier}/readyz`);
  return server;
}

async function startFastify(publicKey) {
  const settings = join(work, "fastify.json");
  writeFileSync(settings, JSON.stringify({ ...database, ports, publicKey }));
  const server = new Running("node", [here("peers/fastify/server.mjs")], {
    env: { BENCH_SETTINGS: settings, NODE_ENV: "production" },
    log: join(work, "fastify.log"),
  });
  await server.ready(`http://127.0.0.1:${ports.fastify}/healthz`);
  return server;
}

/** Signs in, and gives the peer a token with the same claims under a key of its own. */
async function credentials(sign) {
  const answer = await fetch(`http://127.0.0.1:${ports.atelier}/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      email: "producer@northlight.test",
      password: "atelier-demo-1",
      tenant: "northlight",
    }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const token = (await answer.json()).access_token;
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
  return { token, peerToken: sign(claims), session: claims.sid };
}

/** What the workloads name: the member, the client, and campaigns as each server writes their ids. */
async function subjects({ token, session }) {
  const sql = `select m.tenant_id, m.id, c.client_id from sessions s
    join members m on m.tenant_id = s.tenant_id and m.person_id = s.person_id
    join campaigns c on c.tenant_id = m.tenant_id and c.external_id = 'bench-1' where s.id = '${session}'`;
  const [tenant, member, client] = (await psql("--command", sql)).trim().split("|");
  const headers = { authorization: `Bearer ${token}` };
  const shown = await (
    await fetch(`http://127.0.0.1:${ports.atelier}/api/v1/campaigns?limit=1`, { headers })
  ).json();
  const campaigns = Array.from({ length: 5_000 }, (_, n) => {
    const number = (n * 20 + 1).toString(16).padStart(12, "0");
    return `01900000-0000-7000-8000-${number}`;
  });
  writeFileSync(join(work, "uuids"), campaigns.join("\n"));
  writeFileSync(join(work, "ids"), campaigns.map((id) => prefixed("cmp", id)).join("\n"));
  return { tenant, member, client, shownClient: shown.items[0].client_id };
}

/** A UUID as Atelier shows it: 26 characters of Crockford's base 32 after the prefix. */
function prefixed(prefix, uuid) {
  let number = BigInt(`0x${uuid.replaceAll("-", "")}`);
  let text = "";
  for (let n = 0; n < 26; n++) {
    text = "0123456789abcdefghjkmnpqrstvwxyz"[Number(number & 31n)] + text;
    number >>= 5n;
  }
  return `${prefix}_${text}`;
}

async function measure(servers, sign) {
  const idle = { atelier: servers.atelier.residentBytes(), fastify: servers.fastify.residentBytes() };
  const rounds = [];
  const peaks = { atelier: 0, fastify: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { token, peerToken, session } = await credentials(sign);
    const known = await subjects({ token, session });
    for (const workload of WORKLOADS) {
      const run = {
        atelier: { token, ids: join(work, "ids"), client: known.shownClient },
        fastify: { token: peerToken, ids: join(work, "uuids"), client: known.client },
      };
      const found = { workload };
      if (workload !== "health") {
        found.pgbench = await overPgbench(postgres, database, workload, SECONDS, known);
      }
      const inTurn = round % 2 ? ["atelier", "fastify"] : ["fastify", "atelier"];
      // Neither server has a way to write without its audit log.
      for (const name of workload.endsWith("audited") ? [] : inTurn) {
        await overHttp(ports[name], workload, WARM_UP_SECONDS, run[name]);
        const load = () => overHttp(ports[name], workload, SECONDS, run[name]);
        const [result, peak] = await peakWhile(servers[name], load);
        found[name] = result;
        peaks[name] = Math.max(peaks[name], peak);
      }
      rounds.push(found);
      const shown = ["pgbench", "fastify", "atelier"].filter((name) => found[name]);
      const line = shown.map(
        (name) => `${name} ${Math.round(found[name].perSecond)}/s p99 ${found[name].p99.toFixed(1)} ms`,
      );
      console.log(`round ${round + 1} ${workload.padEnd(6)} ${line.join("   ")}`);
    }
  }
  return { rounds, idle, peaks };
}

/** What the results say of other measurements, which no run of this one replaces. */
function measuredApart() {
  const before = readFileSync(here("RESULTS.md"), "utf8");
  const start = before.indexOf("\n## Measured apart");
  return start < 0 ? "" : before.slice(start);
}

async function main() {
  const { createSigner } = createRequire(here("peers/fastify/package.json"))("fast-jwt");
  const { publicKey, privateKey } = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const sign = createSigner({ key: privateKey, algorithm: "EdDSA", noTimestamp: true });
  console.log("seeding 200,000 campaigns of two tenants");
  await seed();
  const servers = { atelier: await startAtelier() };
  try {
    servers.fastify = await startFastify(publicKey);
    await sleep(2_000);
    const measured = await measure(servers, sign);
    const version = (await output(join(postgres, "bin/postgres"), ["--version"])).trim();
    const text = report({ ...measured, seconds: SECONDS, roundsRun: ROUNDS, version });
    writeFileSync(here("RESULTS.md"), text + measuredApart());
    console.log(`\n${text}`);
  } finally {
    await servers.fastify?.stop();
    await servers.atelier.stop();
  }
  // After a failure the logs stay.
  rmSync(work, { recursive: true });
}

await main().catch((error) => {
  console.error(`${error.stack}\nThe logs are in ${work}`);
  process.exit(1);
});

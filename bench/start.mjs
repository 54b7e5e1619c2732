// Milliseconds from exec to ready: three times each, the median.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atelier, freePort, Running } from "./processes.mjs";

const work = mkdtempSync(join(tmpdir(), "atelier-start-"));
// The database server's own user has to get through.
chmodSync(work, 0o711);
const env = { ATELIER_DATA_DIR: join(work, "data") };

async function start(command, log, more = {}) {
  const port = await freePort();
  const args = [command, "--listen", `127.0.0.1:${port}`];
  const server = new Running(atelier, args, { env: { ...env, ...more }, log: join(work, log) });
  const ms = await server.ready(`http://127.0.0.1:${port}/readyz`, { pauseMs: 1 });
  return { server, ms };
}

async function three(measureOnce) {
  const found = [];
  for (let n = 0; n < 3; n++) found.push(await measureOnce(n));
  return found.sort((a, b) => a - b)[1];
}

function say(what, ms, askedMs) {
  const verdict =
    askedMs === undefined
      ? ""
      : ms < askedMs
        ? `   (asked: < ${askedMs})`
        : `   MISSED (asked: < ${askedMs})`;
  console.log(`${what.padEnd(48)} ${Math.round(ms).toString().padStart(6)} ms${verdict}`);
}

try {
  const first = await start("demo", "demo-1.log");
  say("first start of the demo, to ready", first.ms);
  await first.server.stop();

  const second = await three(async (n) => {
    const demo = await start("demo", `demo-${n + 2}.log`);
    await demo.server.stop();
    return demo.ms;
  });
  say("second start of the demo, to ready", second, 2_000);

  // A demo holds the database; serve connects to it as to any other.
  const holder = await start("demo", "holder.log");
  const host = encodeURIComponent(join(work, "data/postgres/run"));
  const url = `postgresql:///atelier?host=${host}&user=postgres`;
  const cold = await three(async (n) => {
    const more = { ATELIER_DATABASE_URL: url, ATELIER_DATA_DIR: join(work, "data") };
    const serve = await start("serve", `serve-${n}.log`, more);
    await serve.server.stop();
    return serve.ms;
  });
  say("start of serve beside a running database", cold, 150);
  await holder.server.stop();
} finally {
  rmSync(work, { recursive: true, force: true });
}

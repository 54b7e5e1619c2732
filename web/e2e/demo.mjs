// The program as `make demo` runs it, over a directory of its own that is gone afterwards.
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../target/release/atelier", import.meta.url));

/** Whether nobody listens on a port of this machine at this moment; 0 asks for any. */
function tryPort(wanted) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(wanted, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A free port, with two more behind it: the demo's sandbox takes those, for its pages and for mails. */
export async function freePort() {
  for (;;) {
    const port = await tryPort(0);
    if (port && port < 65_000 && (await tryPort(port + 1)) && (await tryPort(port + 2))) return port;
  }
}

/** Starts the demo. `stop` ends it and resolves with its exit code. */
export async function startDemo(port) {
  const directory = await mkdtemp(join(tmpdir(), "atelier-demo-"));
  // The database runs as another user when we are root, and has to pass through.
  await chmod(directory, 0o711);
  const child = spawn(process.env.ATELIER_PROGRAM ?? PROGRAM, ["demo", "--listen", `127.0.0.1:${port}`], {
    env: {
      ...process.env,
      ATELIER_DATA_DIR: join(directory, "data"),
      ATELIER__HTTP__RATE_LIMIT_PER_MINUTE: "0",
      ATELIER__HTTP__RATE_LIMIT_ANONYMOUS_PER_MINUTE: "0",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => {
    child.once("exit", (code) => resolve(code ?? 1));
    child.once("error", () => resolve(1));
  }).then(async (code) => {
    await rm(directory, { recursive: true, force: true });
    return code;
  });
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return { address: `http://127.0.0.1:${port}`, ended, stop };
}

/** Resolves when the demo takes requests. */
export async function ready({ address, ended }) {
  let code;
  ended.then((ending) => {
    code = ending;
  });
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline && code === undefined) {
    const answer = await fetch(`${address}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(code === undefined ? `${address} did not get ready` : `the program ended with ${code}`);
}

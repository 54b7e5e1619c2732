// Starting, watching and stopping what is measured.
import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const atelier = fileURLToPath(new URL("../target/release/atelier", import.meta.url));

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A program in the background, its output in a file. */
export class Running {
  constructor(command, args, { env = {}, log }) {
    this.name = command;
    this.startedAt = performance.now();
    const file = openSync(log, "w");
    this.child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", file, file] });
    this.log = log;
    this.ended = new Promise((resolve) => this.child.on("exit", resolve));
    process.on("exit", () => this.child.kill());
  }

  /** Waits for a 200 and returns the milliseconds since the start. */
  async ready(url, { pauseMs = 5, timeoutMs = 120_000 } = {}) {
    while (performance.now() - this.startedAt < timeoutMs) {
      if (this.child.exitCode !== null) break;
      const answer = await fetch(url).catch(() => null);
      if (answer?.ok) return performance.now() - this.startedAt;
      await sleep(pauseMs);
    }
    const end = readFileSync(this.log, "utf8").slice(-2000);
    throw new Error(`${this.name} did not become ready (exit code ${this.child.exitCode}). ${this.log}:\n${end}`);
  }

  async stop() {
    this.child.kill("SIGTERM");
    return this.ended;
  }

  /** Resident memory of the process and its children, in bytes. */
  residentBytes() {
    return [this.child.pid, ...childrenOf(this.child.pid)].reduce((sum, pid) => sum + residentBytes(pid), 0);
  }
}

function childrenOf(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return children === "" ? [] : children.split(" ").map(Number);
  } catch {
    return [];
  }
}

function residentBytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
  } catch {
    return 0;
  }
}

/** The most memory that `running` had while `work` was going on. */
export async function peakWhile(running, work) {
  let peak = running.residentBytes();
  const watch = setInterval(() => {
    peak = Math.max(peak, running.residentBytes());
  }, 200);
  try {
    return [await work(), peak];
  } finally {
    clearInterval(watch);
  }
}

/** Runs a program to its end and returns what it printed. */
export async function output(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) {
    child[stream].on("data", (chunk) => {
      printed[stream] += chunk;
    });
  }
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0)
    throw new Error(
      `${command} failed (${code}): ${printed.stderr.slice(-2000)}${printed.stdout.slice(-500)}`,
    );
  return printed.stdout;
}

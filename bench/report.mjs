// Medians, ratios, and what was asked for, as a page.
import { cpus, loadavg, release, totalmem } from "node:os";
import { CONNECTIONS } from "./load.mjs";

/** What else the machine was doing when the program began. */
const loadBefore = loadavg()[0].toFixed(1);

const TITLES = {
  get: "one campaign",
  list: "list of 50",
  create: "create with audit and event",
  health: "route without database",
};
/** What Atelier set itself: times Fastify, times pgbench. */
const ASKED = { get: { fastify: 3, pgbench: 1.2 }, list: { fastify: 2.5 }, create: { fastify: 2 } };
const AUDIT_ASKED = 0.25;
const MEMORY_ASKED_MB = { idle: 60, load: 120 };

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function medians(rounds, workload, name) {
  const found = rounds
    .filter((round) => round.workload === workload && round[name])
    .map((round) => round[name]);
  if (found.length === 0) return null;
  return Object.fromEntries(
    ["perSecond", "p50", "p99"].map((key) => [key, median(found.map((one) => one[key]))]),
  );
}

const whole = (number) => Math.round(number).toLocaleString("en");
const mark = (isMet) => (isMet ? "met" : "**missed**");
const megabytes = (bytes) => Math.round(bytes / 1e6);

export function report({ rounds, idle, peaks, seconds, roundsRun, version }) {
  const measured = [...new Set(rounds.map((round) => round.workload))];
  const workloads = measured.filter((workload) => !workload.endsWith("audited"));
  const results = workloads.map((workload) => ({
    workload,
    pgbench: medians(rounds, workload, "pgbench"),
    fastify: medians(rounds, workload, "fastify"),
    atelier: medians(rounds, workload, "atelier"),
  }));
  return [
    "# Results",
    "",
    `Written by \`make bench\` on ${new Date().toISOString().slice(0, 10)}. Medians of ${roundsRun} rounds of ${seconds} s, ` +
      `the three in turn; ${CONNECTIONS} connections; load generator, servers and database on one machine.`,
    "",
    ...machine(version),
    "",
    "| | pgbench/s | p50 ms | p99 ms | Fastify/s | p50 | p99 | Atelier/s | p50 | p99 |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...results.map(row),
    "",
    "| | × Fastify | asked | × pgbench | asked | p99 below Fastify's |",
    "| --- | ---: | --- | ---: | --- | --- |",
    ...results.map(ratios),
    "",
    "| resident memory | idle | asked | under load, at most | asked |",
    "| --- | ---: | --- | ---: | --- |",
    ...memory(idle, peaks),
    "",
    auditCost(rounds),
    "",
    ...notes(),
    "",
  ].join("\n");
}

function machine(version) {
  const processors = cpus();
  return [
    `- ${processors.length} × ${processors[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`,
    `- ${version} (embedded, fsync on), Node ${process.version.slice(1)}`,
    `- load average before the run ${loadBefore}; the figures mean most when it is near 0`,
    "- 200,000 campaigns in two tenants, forced row-level security",
  ];
}

function row({ workload, pgbench, fastify, atelier }) {
  const cells = (one) =>
    one ? `${whole(one.perSecond)} | ${one.p50.toFixed(1)} | ${one.p99.toFixed(1)}` : "| |";
  return `| ${TITLES[workload]} | ${cells(pgbench)} | ${cells(fastify)} | ${cells(atelier)} |`;
}

function ratios({ workload, pgbench, fastify, atelier }) {
  const compare = (peer, asked) => {
    if (!peer) return " | ";
    const ratio = atelier.perSecond / peer.perSecond;
    return `${ratio.toFixed(2)} | ${asked ? `≥ ${asked}: ${mark(ratio >= asked)}` : ""}`;
  };
  const asked = ASKED[workload] ?? {};
  const p99 = mark(atelier.p99 < fastify.p99);
  return `| ${TITLES[workload]} | ${compare(fastify, asked.fastify)} | ${compare(pgbench, asked.pgbench)} | ${p99} |`;
}

/** The same write with and without its audit event, as the database alone does it, one after the other. */
function auditCost(rounds) {
  const [audited, plain] = ["audited", "unaudited"].map((workload) => medians(rounds, workload, "pgbench"));
  const cost = plain.perSecond / audited.perSecond - 1;
  return (
    `The audit event adds ${Math.round(cost * 100)} % to the write it belongs to ` +
    `(asked ≤ ${AUDIT_ASKED * 100} %: ${mark(cost <= AUDIT_ASKED)}): ${whole(plain.perSecond)}/s without it, ` +
    `${whole(audited.perSecond)}/s with it, by pgbench.`
  );
}

function memory(idle, peaks) {
  return ["atelier", "fastify"].map((name) => {
    const [still, busy] = [megabytes(idle[name]), megabytes(peaks[name])];
    const asked = name === "atelier";
    const cell = (value, limit) => (asked ? `< ${limit}: ${mark(value < limit)}` : "");
    return (
      `| ${asked ? "Atelier, one process" : `Fastify, ${cpus().length} processes and their parent`} | ${still} MB | ` +
      `${cell(still, MEMORY_ASKED_MB.idle)} | ${busy} MB | ${cell(busy, MEMORY_ASKED_MB.load)} |`
    );
  });
}

function notes() {
  return [
    "What each does for a request:",
    "",
    "- **pgbench**, from the same package as the server: the statements of `sql/` in one transaction, one after the other, " +
      "prepared, on 64 connections. It answers nobody, so it is what the database allows when every statement waits for the " +
      "one before. Atelier can be faster because it does not wait.",
    "- **Fastify 5 with node-postgres**: verifies the token (with a cache), looks the session up twice a second, runs the same " +
      "transaction with the same statements, serializes by schema. No limits, log, tracing, idempotency or conditional " +
      "requests. One process a core, 16 connections in all.",
    "- **Atelier**, the release build as it ships: all of the above, and rate limit, tracing, request log, idempotency, " +
      "ETag, security headers, OpenAPI-checked input. One process, 16 connections.",
  ];
}

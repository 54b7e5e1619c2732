// The two generators of load: wrk for HTTP, pgbench for the same statements without a server in between.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { output } from "./processes.mjs";

export const CONNECTIONS = 64;
const THREADS = 2;
const script = fileURLToPath(new URL("wrk.lua", import.meta.url));

/** Requests per second and latencies in milliseconds of one workload against an HTTP server. */
export async function overHttp(port, workload, seconds, { token, ids, client }) {
  const env = {
    ...process.env,
    BENCH_WORKLOAD: workload,
    BENCH_TOKEN: token,
    BENCH_IDS: ids,
    BENCH_CLIENT: client,
  };
  const args = [`-t${THREADS}`, `-c${CONNECTIONS}`, `-d${seconds}s`, "--timeout", "10s", "-s", script];
  const printed = await output("wrk", [...args, `http://127.0.0.1:${port}`], { env });
  const result = JSON.parse(/result: (.*)/.exec(printed)[1]);
  if (result.refused + result.broken > 0) {
    throw new Error(
      `${workload} on port ${port}: ${result.refused} refused, ${result.broken} broken answers`,
    );
  }
  return { perSecond: result.requests / result.seconds, p50: result.p50, p99: result.p99 };
}

/** The same of a pgbench script: one transaction, its statements one after the other, prepared. */
export async function overPgbench(postgres, { socketDir, database }, workload, seconds, known) {
  const work = mkdtempSync(join(tmpdir(), "atelier-pgbench-"));
  try {
    const file = join(work, `${workload}.sql`);
    writeFileSync(file, transaction(workload, known));
    const args = ["--no-vacuum", "--protocol=prepared", `--client=${CONNECTIONS}`, `--jobs=${THREADS}`];
    args.push(`--time=${seconds}`, "--log", `--log-prefix=${join(work, "log")}`, `--file=${file}`);
    args.push("--host", socketDir, "--username", "atelier_app", database);
    const env = { ...process.env, PGOPTIONS: "-c search_path=atelier,public" };
    const printed = await output(join(postgres, "bin/pgbench"), args, { env });
    const perSecond = Number(/tps = ([\d.]+)/.exec(printed)[1]);
    return { perSecond, ...latencies(work) };
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** pgbench's log has the latency of each transaction, in microseconds, in its third column. */
function latencies(directory) {
  const files = readdirSync(directory).filter((name) => name.startsWith("log"));
  const lines = files.flatMap((name) => readFileSync(join(directory, name), "utf8").trim().split("\n"));
  const sorted = Float64Array.from(lines, (line) => Number(line.split(" ")[2]) / 1000).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p99: at(0.99) };
}

const PIPELINE = "\\startpipeline";
const END = "\\endpipeline";

function transaction(workload, { tenant, member, client }) {
  const text = (value) => `'${value}'`;
  const uuid = (value) => `'${value}'::uuid`;
  const campaign = "('01900000-0000-7000-8000-' || lpad(to_hex(:n::int), 12, '0'))::uuid";
  const created = "('019fffff-0000-7000-8000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid";
  const insert = statement("insert", [
    uuid(tenant),
    created,
    uuid(client),
    "'Spring menu ' || :n::bigint",
    text("social"),
    text("Fill the roastery on weekday mornings."),
    "array['origin stories', 'behind the bar']",
    "null",
    "null",
    "array['linkedin', 'instagram']",
    "6",
    "2",
    text("en"),
    "null",
    "null",
    uuid(member),
    "now()",
    text("Bench"),
  ]);
  const audit = statement("audit", [
    uuid(tenant),
    "gen_random_uuid()",
    "now()",
    text("campaign.created"),
    text("create"),
    text("account"),
    text("member"),
    uuid(member),
    "null",
    "1",
    text("campaign"),
    created,
    uuid(client),
    created,
    text("req_01k9x3m7q8f2vabcdefghjkmnp"),
    text(""),
    "null",
    // As long as a sealed name and address are.
    text(`v1|s${"0".repeat(32)}|${"A".repeat(32)}|${"A".repeat(86)}`),
    "'Spring menu ' || :n::bigint",
    "'[]'",
    "null",
    "null",
  ]);
  const event = statement("event", [
    uuid(tenant),
    "now()",
    `'campaign:' || ${created}`,
    text("campaign.created"),
    created,
    uuid(client),
    created,
    "1",
    "false",
  ]);
  const statements = {
    get: [statement("find", ["null", campaign])],
    list: [statement("list", [uuid("ffffffff-ffff-ffff-ffff-ffffffffffff"), "51"])],
    create: [insert, audit, event],
    // What the audit log costs is the difference between these. Sent as Atelier sends them: in one write.
    audited: [PIPELINE, insert, event, audit, "commit;", END],
    unaudited: [PIPELINE, insert, event, "commit;", END],
  }[workload];
  const isRead = workload === "get" || workload === "list";
  const set = `\\set n ${isRead ? "random(1, 100000)" : "random(1, 100000000000000)"}`;
  const begin = ["begin;", `select set_config('app.tenant_id', '${tenant}', true);`];
  if (statements[0] === PIPELINE) return [set, PIPELINE, ...begin, ...statements.slice(1), ""].join("\n");
  return [set, ...begin, ...statements, "commit;", ""].join("\n");
}

/** The statement of a file with expressions in place of its parameters. */
function statement(name, expressions) {
  const sql = readFileSync(new URL(`sql/${name}.sql`, import.meta.url), "utf8")
    .replace(/^--.*$/gm, "")
    .trim();
  return `${sql.replace(/\$(\d+)/g, (_, number) => expressions[number - 1])};`;
}

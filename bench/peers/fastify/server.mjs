// The peer: what a good Node team would write for the same operations. Fastify 5 with response schemas, node-postgres with
// named (prepared) statements, EdDSA tokens verified by fast-jwt with its cache on, the session looked up as often as Atelier
// does, and the same transaction under the same row-level security with the same SQL.
//
// It is spared what Atelier does besides: rate limits, tracing, access log, idempotency, conditional requests. It has one
// process for each core, because Node uses one core in a process and Atelier uses all of them in one.
import cluster from "node:cluster";
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createVerifier } from "fast-jwt";
import Fastify from "fastify";
import pg from "pg";
import { campaignSchema, newCampaignSchema, pageSchema } from "./schemas.mjs";

const settings = JSON.parse(readFileSync(process.env.BENCH_SETTINGS, "utf8"));
const sql = (name) => readFileSync(new URL(`../../sql/${name}.sql`, import.meta.url), "utf8");
const statements = Object.fromEntries(
  ["find", "list", "insert", "audit", "event", "session"].map((name) => [name, { name, text: sql(name) }]),
);
const setTenant = { name: "tenant", text: "select set_config('app.tenant_id', $1, true)" };
const processes = availableParallelism();
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

// The driver's defaults are slow for these: a Date object for each date, text for each bigint.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const connection = {
  host: settings.socketDir,
  database: settings.database,
  options: "-c search_path=atelier,public",
};
// As many connections as Atelier has, over all processes.
const app = new pg.Pool({ ...connection, user: "atelier_app", max: Math.ceil(16 / processes) });
const system = new pg.Pool({ ...connection, user: "atelier_system", max: 2 });

const verify = createVerifier({
  key: settings.publicKey,
  algorithms: ["EdDSA"],
  allowedIss: "atelier",
  cache: 10_000,
});
const sessions = new Map();

/** The member behind a session, asked of the database at most twice a second. */
async function memberOf(sessionId) {
  const known = sessions.get(sessionId);
  if (known && known.until > performance.now()) return known.member;
  const { rows } = await system.query({ ...statements.session, values: [sessionId] });
  sessions.set(sessionId, { member: rows[0], until: performance.now() + 500 });
  return rows[0];
}

async function authenticate(request, reply) {
  try {
    const claims = verify(request.headers.authorization.slice("Bearer ".length));
    request.member = await memberOf(claims.sid);
  } catch {
    request.member = null;
  }
  if (!request.member || request.member.role === "client")
    return reply.code(401).send({ code: "unauthenticated" });
}

async function inTransaction(tenantId, work) {
  const client = await app.connect();
  try {
    await client.query("begin");
    await client.query({ ...setTenant, values: [tenantId] });
    const answer = await work((statement, values) => client.query({ ...statement, values }));
    await client.query("commit");
    return answer;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

function shown(row) {
  const { budget_minor: budget_cents, row_version: version, has_owner: _, ...rest } = row;
  return { ...rest, budget_cents, version };
}

async function getCampaign(request, reply) {
  const { rows } = await inTransaction(request.member.tenant_id, (run) =>
    run(statements.find, [request.member.client_id, request.params.id]),
  );
  if (rows.length === 0) return reply.code(404).send({ code: "not_found" });
  return reply.header("etag", `"${rows[0].row_version}"`).send(shown(rows[0]));
}

async function listCampaigns(request) {
  const { rows } = await inTransaction(request.member.tenant_id, (run) =>
    run(statements.list, [LAST_ID, 51]),
  );
  const items = rows.slice(0, 50).map(shown);
  const cursor = Buffer.from(items.at(-1)?.id ?? "").toString("base64url");
  const signature = createHash("sha256").update(cursor).digest("base64url").slice(0, 22);
  return { items, next_cursor: rows.length > 50 ? `${cursor}.${signature}` : null };
}

async function createCampaign(request, reply) {
  const { body, member } = request;
  const { tenant_id: tenant, member_id, member_name, role } = member;
  const [id, client, now] = [randomUUID(), body.client_id, new Date()];
  const created = await inTransaction(tenant, async (run) => {
    const { rows } = await run(statements.insert, [
      tenant,
      id,
      client,
      body.name.trim(),
      body.kind ?? "social",
      body.objective ?? null,
      body.themes ?? [],
      null,
      null,
      [...new Set(body.channels ?? [])],
      body.posts_count ?? 0,
      body.reels_count ?? 0,
      body.language ?? "en",
      null,
      null,
      member_id,
      now,
      member_name,
    ]);
    await run(statements.audit, [
      tenant,
      randomUUID(),
      now,
      "campaign.created",
      "create",
      "account",
      "member",
      member_id,
      null,
      1,
      "campaign",
      id,
      client,
      id,
      request.id,
      member_name,
      request.ip,
      null,
      body.name,
      "[]",
      null,
      null,
    ]);
    await run(statements.event, [
      tenant,
      now,
      `campaign:${id}`,
      "campaign.created",
      id,
      client,
      id,
      1,
      false,
    ]);
    return rows[0];
  });
  return reply
    .code(201)
    .header("etag", '"1"')
    .header("location", `/api/v1/campaigns/${id}`)
    .send(shown(created));
}

async function serve() {
  const server = Fastify({ logger: false });
  server.decorateRequest("member", null);
  server.get("/healthz", async () => ({ status: "ok" }));
  const route = (schema) => ({ preHandler: authenticate, schema });
  server.get("/api/v1/campaigns/:id", route({ response: { 200: campaignSchema } }), getCampaign);
  server.get("/api/v1/campaigns", route({ response: { 200: pageSchema } }), listCampaigns);
  const create = { body: newCampaignSchema, response: { 201: campaignSchema } };
  server.post("/api/v1/campaigns", route(create), createCampaign);
  await server.listen({ host: "127.0.0.1", port: settings.ports.fastify });
}

if (cluster.isPrimary) {
  for (let n = 0; n < processes; n++) cluster.fork();
  process.on("SIGTERM", () => process.exit(0));
} else {
  process.on("disconnect", () => process.exit(0));
  await serve();
}

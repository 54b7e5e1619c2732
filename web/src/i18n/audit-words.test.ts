// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

interface Words {
  kind: Record<string, string>;
  verb: Record<string, string>;
  action: Record<string, string>;
  special: Record<string, string>;
}

const REPOSITORY = join(import.meta.dirname, "../../..");
/** What happened is said in the past: that tells an action from a permission or a setting. */
const ACTION =
  /"([a-z_]+)\.([a-z_]*(?:[a-z]ed|signed_in|signed_out|stepped_up|_back|reset|resent|held|withdrawn|chosen|undone))"/g;

const sources = readdirSync(join(REPOSITORY, "crates"), { recursive: true, encoding: "utf8" })
  .filter((path) => /^[a-z]+\/src\/.*\.rs$/.test(path))
  .map((path) => readFileSync(join(REPOSITORY, "crates", path), "utf8").split("#[cfg(test)]")[0] ?? "");

const permissions: string[] = JSON.parse(readFileSync(join(REPOSITORY, "openapi.json"), "utf8")).components
  .schemas.Permission.enum;

const actions = [
  ...new Set(
    sources.flatMap((text) => [...text.matchAll(ACTION)].map(([, noun, verb]) => `${noun}.${verb}`)),
  ),
].filter((action) => !permissions.includes(action));

const kinds = [
  ...new Set(
    sources.flatMap((text) =>
      [...text.matchAll(/Audit::new\([^;]*?,\s*"([a-z_]+)"/g)].map(([, kind]) => kind),
    ),
  ),
].filter((kind) => kind !== undefined);

function words(language: string, area: string): Words {
  return JSON.parse(readFileSync(join(import.meta.dirname, language, `${area}.json`), "utf8"));
}

it("finds the actions and the kinds in the server's sources", () => {
  expect(actions.length).toBeGreaterThan(100);
  expect(actions).toEqual(expect.arrayContaining(["member.signed_in", "role.updated", "batch.fell_back"]));
  expect(actions).not.toContain("campaign.read");
  expect(kinds).toEqual(expect.arrayContaining(["member", "tenant", "operation", "oauth_grant"]));
});

describe.each(["en", "de"])("in %s", (language) => {
  const audit = words(language, "audit");
  const activity = words(language, "activity");

  it.each(actions)("the audit log has words for %s", (action) => {
    const [noun = "", verb = ""] = action.split(".");
    const said = audit.action[action.replace(".", "_")] ?? (audit.kind[noun] && audit.verb[verb]);
    expect(said).toBeTruthy();
  });

  it.each(actions)("the activity has a sentence for %s", (action) => {
    const [, verb = ""] = action.split(".");
    expect(activity.special[action.replace(".", "_")] ?? activity.verb[verb]).toBeTruthy();
  });

  it.each(kinds)("both name the kind %s", (kind) => {
    expect(audit.kind[kind]).toBeTruthy();
    expect(activity.kind[kind]).toBeTruthy();
  });
});

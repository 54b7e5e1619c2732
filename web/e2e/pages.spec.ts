import { expect, type Page, test } from "@playwright/test";
import type { Campaign, Client, Exercise, Idea, Page as Paged, Prompt } from "../src/api/types.ts";
import { expectAccessible, photograph } from "./look.ts";
import { found, signIn } from "./people.ts";

type Scheme = "light" | "dark";

/** Every page that a producer can open, with an address of the demo's own world. */
async function addresses(page: Page): Promise<[name: string, path: string][]> {
  const campaigns = await found<Paged<Campaign>>(page, "/campaigns");
  const campaign = campaigns.items.find(({ idea_counts }) => Object.keys(idea_counts).length > 1);
  const clients = await found<Paged<Client>>(page, "/clients");
  const client = clients.items.find(({ exercises_completed }) => exercises_completed > 0);
  const ideas = await found<Paged<Idea>>(page, `/ideas?campaign_id=${campaign?.id}`);
  const exercises = await found<Paged<Exercise>>(page, `/clients/${client?.id}/exercises`);
  const prompts = await found<Paged<Prompt>>(page, "/prompts");
  const reel = ideas.items.find(({ kind }) => kind === "reel") ?? ideas.items[0];
  return [
    ["home", "/"],
    ["clients", "/clients"],
    ["client", `/clients/${client?.id}`],
    ["exercises", `/clients/${client?.id}/exercises`],
    ["exercise", `/clients/${client?.id}/exercises/${exercises.items[0]?.key}`],
    ["voice", `/clients/${client?.id}/voice`],
    ["client-campaigns", `/clients/${client?.id}/campaigns`],
    ["campaigns", "/campaigns"],
    ["campaign-new", "/campaigns/new"],
    ["campaign", `/campaigns/${campaign?.id}`],
    ["campaign-table", `/campaigns/${campaign?.id}?view=table`],
    ["campaign-peek", `/campaigns/${campaign?.id}?idea=${ideas.items[0]?.id}`],
    ["brief", `/campaigns/${campaign?.id}/brief`],
    ["links", `/campaigns/${campaign?.id}/links`],
    ["campaign-activity", `/campaigns/${campaign?.id}/activity`],
    ["ideas", "/ideas"],
    ["idea", `/ideas/${ideas.items[0]?.id}`],
    ["idea-comments", `/ideas/${ideas.items[0]?.id}?side=comments`],
    ["idea-versions", `/ideas/${ideas.items[0]?.id}?side=versions`],
    ["idea-history", `/ideas/${ideas.items[0]?.id}?side=history`],
    ["reel", `/ideas/${reel?.id}`],
    ["reviews", "/reviews"],
    ["activity", "/activity"],
    ["prompts", "/prompts"],
    ["prompt", `/prompts/${prompts.items[0]?.id}`],
    ["usage", "/usage"],
    ["people", "/admin/people"],
    ["settings", "/settings"],
    ["nothing-there", "/nothing/here"],
  ];
}

async function look(page: Page, name: string, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.waitForLoadState("load");
  await expectAccessible(page);
  await photograph(page, name);
}

for (const scheme of ["light", "dark"] as Scheme[]) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });

    test(`sign-in is accessible in ${scheme}`, async ({ page }) => {
      await look(page, `${scheme}-sign-in`, "/sign-in");
    });

    test(`every page of a producer is accessible in ${scheme}`, async ({ page }) => {
      test.setTimeout(240_000);
      await signIn(page, "producer");
      for (const [name, path] of await addresses(page)) {
        await test.step(name, () => look(page, `${scheme}-${name}`, path));
      }
    });

    test(`every page of a client is accessible in ${scheme}`, async ({ page }) => {
      await signIn(page, "client");
      const campaigns = await found<Paged<Campaign>>(page, "/campaigns");
      const asked = campaigns.items.find(({ idea_counts }) => (idea_counts.client_review ?? 0) > 0);
      await look(page, `${scheme}-client-home`, "/");
      await look(page, `${scheme}-client-reviews`, "/reviews");
      await look(page, `${scheme}-client-review`, `/reviews/${asked?.id}`);
    });

    test(`a link that is gone says so in ${scheme}`, async ({ page }) => {
      await look(page, `${scheme}-link-gone`, `/r/atl_link_${"x".repeat(38)}`);
    });

    test(`a phone has every area in ${scheme}`, async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await signIn(page, "producer");
      await look(page, `${scheme}-phone-home`, "/");
      await page.getByRole("button", { name: "Open the menu" }).click();
      await expectAccessible(page);
      await photograph(page, `${scheme}-phone-menu`);
    });
  });
}

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, photograph } from "./look.ts";
import { signIn } from "./people.ts";

const PAGES: readonly [name: string, path: string][] = [
  ["endpoints", "/settings/webhooks"],
  ["connectors", "/settings/webhooks/connectors"],
  ["received", "/settings/webhooks/received"],
  ["events", "/settings/webhooks/events"],
  ["event", "/settings/webhooks/events?type=insight.created"],
];

let receiver: Server;
let address: string;
const calls: string[] = [];

test.beforeAll(async () => {
  receiver = createServer((request, response) => {
    calls.push(`${request.url} ${request.headers["webhook-id"]}`);
    const isBroken = request.url?.startsWith("/broken") ?? false;
    response.writeHead(isBroken ? 500 : 200, { "content-type": "text/plain" }).end("thanks");
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});

test.afterAll(() => new Promise((resolve) => receiver.close(resolve)));

async function addEndpoint(page: Page, url: string): Promise<string> {
  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "Add an endpoint" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByRole("button", { name: "idea.*" }).click();
  await dialog.getByRole("button", { name: "Add an endpoint" }).click();
  const secret = await dialog.getByLabel("Signing secret").inputValue();
  expect(secret).toMatch(/^whsec_/);
  await dialog.getByRole("button", { name: "I have kept it" }).click();
  await expect(dialog).toBeHidden();
  return secret;
}

test("an endpoint is added, tested, looked at, rotated and deleted", async ({ page }) => {
  await signIn(page, "owner");
  const url = `${address}/hook-${Date.now()}`;
  const secret = await addEndpoint(page, url);
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.getByRole("link", { name: url }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  const row = page.getByRole("row").filter({ hasText: "webhook_endpoint.tested" });
  await expect(row.getByText("Delivered")).toBeVisible();
  await row.getByRole("link").click();
  const panel = page.getByRole("dialog", { name: "Delivery" }).or(page.getByRole("complementary"));
  await expect(panel.getByText("thanks")).toBeVisible();
  await expect(panel.getByText("Attempt 1")).toBeVisible();
  await photograph(page, "webhooks-delivery");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "New secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "New secret" }).click();
  await expect(page.getByRole("textbox", { name: "Signing secret" })).not.toHaveValue(secret);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText("Old secret until")).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/settings\/webhooks$/);
  await expect(page.getByRole("link", { name: url })).toHaveCount(0);
});

test("an address inside is refused where it was written", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "Add an endpoint" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("http://169.254.169.254/latest");
  await dialog.getByRole("button", { name: "*", exact: true }).click();
  await dialog.getByRole("button", { name: "Add an endpoint" }).click();
  await expect(dialog.getByText(/not a public address/)).toBeVisible();
});

test("a connector takes an insight, which can be looked at and replayed", async ({
  page,
  request,
  baseURL,
}) => {
  await signIn(page, "owner");
  await page.goto("/settings/webhooks/connectors");
  const name = `n8n-${Date.now()}`;
  await page.getByRole("button", { name: "Add a connector" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Add a connector" }).click();
  const secret = await dialog.getByLabel("Signing secret").inputValue();
  await dialog.getByRole("button", { name: "I have kept it" }).click();
  const sent = await request.post(`${baseURL}/webhooks/${name}`, {
    headers: { "x-webhook-secret": secret },
    data: { type: "workflow.done", run: 7 },
  });
  expect(sent.status()).toBe(200);
  await page.goto("/settings/webhooks/received");
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row.getByText("Done", { exact: true })).toBeVisible();
  await row.getByRole("link").click();
  await expect(page.getByText('"run": 7')).toBeVisible();
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page.getByText("On its way again.")).toBeVisible();
  await photograph(page, "webhooks-received-one");
});

for (const scheme of ["light", "dark"] as const) {
  test(`the pages of webhooks are accessible in ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await signIn(page, "owner");
    await addEndpoint(page, `${address}/${scheme}`);
    for (const [name, path] of PAGES) {
      await test.step(name, () => look(page, `${scheme}-webhooks-${name}`, path));
    }
    await page.goto("/settings/webhooks");
    await page.getByRole("link", { name: `${address}/${scheme}` }).click();
    await expect(page.getByRole("heading", { name: "Deliveries" })).toBeVisible();
    await expectAccessible(page);
    await photograph(page, `${scheme}-webhooks-endpoint`);
  });
}

test("the pages of webhooks fit a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "owner");
  await addEndpoint(page, `${address}/${"a-long-path/".repeat(12)}`);
  for (const [name, path] of PAGES) {
    await test.step(name, async () => {
      await look(page, `phone-webhooks-${name}`, path);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    });
  }
});

async function look(page: Page, name: string, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(/^(403|404)$/)).toHaveCount(0);
  await page.waitForLoadState("load");
  await expectAccessible(page);
  await photograph(page, name);
}

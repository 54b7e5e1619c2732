import { createHash, randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, photograph } from "./look.ts";
import { signIn } from "./people.ts";

const HERE = `http://127.0.0.1:${process.env.ATELIER_E2E_PORT}`;

async function statusWith(key: string, path: string): Promise<number> {
  const answer = await fetch(HERE + path, { headers: { Authorization: `Bearer ${key}` } });
  return answer.status;
}

/** Makes a key that reads campaigns, and takes it from the one time that it is shown. */
async function makeKey(page: Page, name: string): Promise<string> {
  await page.goto("/settings/api-keys");
  await page.getByRole("button", { name: "Create a key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Create the key" }).click();
  await expect(dialog.getByText("Choose at least one")).toBeVisible();
  await dialog.getByLabel("Find a permission").fill("campaign.read");
  await dialog.getByRole("checkbox", { name: /^campaign\.read/ }).check();
  await expectAccessible(page);
  await photograph(page, "desktop-key-create");
  await dialog.getByRole("button", { name: "Create the key" }).click();
  await expect(dialog.getByRole("heading", { name: "The key is ready" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-key-ready");
  const key = await dialog.getByLabel(name).inputValue();
  await dialog.getByRole("button", { name: "I have kept it" }).click();
  return key;
}

test("a key is made, works within its limits, is replaced and revoked", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "owner");
  const key = await makeKey(page, "Nightly export");
  expect(await statusWith(key, "/api/v1/campaigns")).toBe(200);
  expect(await statusWith(key, "/api/v1/members")).toBe(403);

  await page.getByRole("link", { name: /Nightly export/ }).click();
  const panel = page.getByRole("dialog", { name: "Nightly export" });
  await expect(panel.getByText("From anywhere")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-key");
  await panel.getByRole("button", { name: "Replace" }).click();
  const rotation = page.getByRole("dialog", { name: "Replace Nightly export" });
  await rotation.getByRole("button", { name: "Make the new key" }).click();
  const successor = await page.getByRole("dialog").getByLabel("Nightly export").last().inputValue();
  await page.getByRole("button", { name: "I have kept it" }).click();
  expect(successor).not.toBe(key);
  expect(await statusWith(key, "/api/v1/campaigns")).toBe(200);
  expect(await statusWith(successor, "/api/v1/campaigns")).toBe(200);

  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expect(page.getByText("Revoked", { exact: true }).first()).toBeVisible();
  await expect.poll(() => statusWith(key, "/api/v1/campaigns")).toBe(401);
});

/** Registers an application through its form and answers its id. */
async function register(page: Page, name: string): Promise<string> {
  await page.goto("/settings/applications");
  await page.getByRole("button", { name: "Register an application" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Redirect addresses").fill("https://wall.example/callback");
  await dialog.getByRole("radio", { name: /^Without a secret/ }).check();
  await dialog.getByLabel("Find a permission").fill("read");
  for (const scope of [/^campaign\.read/, /^idea\.read/]) {
    await dialog.getByRole("checkbox", { name: scope }).check();
  }
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Register", exact: true }).click();
  await expect(dialog.getByText("It waits for a review now")).toBeVisible();
  await expectAccessible(page);
  const id = await dialog.getByLabel("Client ID").inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  return id;
}

function authorizeAddress(clientId: string): string {
  const challenge = createHash("sha256").update(randomBytes(32).toString("base64url")).digest("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: "https://wall.example/callback",
    scope: "campaign.read idea.read",
    state: "kept",
    code_challenge: challenge,
    code_challenge_method: "S256",
  });
  return `/oauth/authorize?${query}`;
}

test("an application is registered, reviewed, allowed and disconnected", async ({ page }) => {
  test.setTimeout(120_000);
  await page.context().route("https://wall.example/**", (route) => route.fulfill({ body: "The wall" }));
  await signIn(page, "owner");
  const name = `Wall ${Date.now()}`;
  const id = await register(page, name);
  const card = page.getByRole("listitem").filter({ hasText: name });
  await expectAccessible(page);
  await photograph(page, "desktop-applications");
  await card.getByRole("button", { name: "Approve" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  await expect(card.getByText("Approved")).toBeVisible();

  await page.goto(authorizeAddress(id));
  await expect(page.getByRole("heading", { level: 1, name: `May ${name} act for you?` })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-consent");
  await page.getByRole("checkbox", { name: /idea\.read/ }).uncheck();
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  await expect(page).toHaveURL(/^https:\/\/wall\.example\/callback\?/);
  const answer = new URL(page.url()).searchParams;
  expect(answer.get("state")).toBe("kept");
  expect(answer.get("code")).toBeTruthy();

  await page.goto(authorizeAddress(id));
  await page.getByRole("button", { name: "Do not allow" }).click();
  await expect(page).toHaveURL(/error=access_denied/);

  await page.goto("/authorize?request=nonsense");
  await expect(page.getByRole("heading", { level: 1, name: "This question is closed" })).toBeVisible();
  await expectAccessible(page);
});

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });

    test(`settings of security and of developers are accessible in ${scheme}`, async ({ page }) => {
      await signIn(page, "owner");
      for (const room of ["", "/security", "/devices", "/api-keys", "/applications", "/token-issuers"]) {
        await page.goto(`/settings${room}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page);
        await photograph(page, `${scheme}-settings${room.replace("/", "-")}`);
      }
    });
  });
}

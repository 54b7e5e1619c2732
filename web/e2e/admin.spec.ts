import { type Browser, expect, type Page, test } from "@playwright/test";
import type { Client, Page as Paged } from "../src/api/types.ts";
import { photograph } from "./look.ts";
import { found, type Person, signIn } from "./people.ts";

/** Somebody at another machine. */
async function elsewhere(browser: Browser, person: Person): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

test("a tick in the matrix reaches every open page without a reload", async ({ browser, page }) => {
  test.setTimeout(120_000);
  await signIn(page, "owner");
  await page.goto("/admin/roles?q=why somebody");
  const tick = page.getByRole("checkbox", { name: /^Analyst: See roles and why/ });
  await expect(tick).not.toBeChecked();

  const analyst = await elsewhere(browser, "analyst");
  const colleague = await elsewhere(browser, "owner");
  await colleague.goto("/admin/roles?q=why somebody");
  const seen = colleague.getByRole("checkbox", { name: /^Analyst: See roles and why/ });
  await expect(seen).not.toBeChecked();
  const rail = analyst.getByRole("navigation", { name: "Areas" });
  await expect(rail.getByRole("link", { name: "Ideas" })).toBeVisible();
  await expect(rail.getByRole("link", { name: "Roles" })).toHaveCount(0);

  await tick.click();
  await expect(tick).toBeChecked();
  await expect(seen).toBeChecked({ timeout: 5_000 });
  await expect(rail.getByRole("link", { name: "Roles" })).toBeVisible({ timeout: 5_000 });
  await photograph(page, "desktop-matrix");

  await tick.click();
  await expect(seen).not.toBeChecked({ timeout: 5_000 });
  await expect(rail.getByRole("link", { name: "Roles" })).toHaveCount(0, { timeout: 5_000 });
  await Promise.all([analyst.context().close(), colleague.context().close()]);
});

test("the matrix is walked and ticked by keyboard", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/admin/roles?q=usage");
  const cells = page.getByRole("grid").getByRole("checkbox");
  await expect(cells.first()).toBeVisible();
  await cells.first().focus();
  await page.keyboard.press("End");
  await expect(cells.last()).toBeFocused();
  const before = await cells.last().getAttribute("aria-checked");
  await page.keyboard.press("Space");
  await expect(cells.last()).not.toHaveAttribute("aria-checked", String(before));
  await page.keyboard.press("Space");
  await expect(cells.last()).toHaveAttribute("aria-checked", String(before));
  await page.keyboard.press("Home");
  await expect(cells.first()).toBeFocused();
});

test("a decision is explained with the rule behind it", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/admin/roles/explain");
  await page.getByLabel("Who", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("May or may not").selectOption({ label: "See ideas" });
  await expect(page.getByRole("region", { name: "The answer" })).toBeVisible();
  await expect(page).toHaveURL(/permission=idea\.read/);
  await photograph(page, "desktop-explain");
});

test("looking as another role narrows the app until one stops", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/admin/roles");
  await page.getByRole("button", { name: "See as a role" }).click();
  await page.getByRole("menuitem", { name: "Analyst" }).click();
  await expect(page.getByRole("link", { name: "Roles" })).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "Analyst" })).toBeVisible();
  await page.getByRole("status").filter({ hasText: "Analyst" }).getByRole("button").click();
  await expect(page.getByRole("link", { name: "Roles" })).toBeVisible();
});

test("people are filtered by the address, and invited", async ({ page }) => {
  await signIn(page, "owner");
  await page.getByRole("link", { name: "People" }).click();
  await expect(page.getByRole("row", { name: /producer@/ })).toBeVisible();
  await page.getByLabel("Role", { exact: true }).selectOption({ label: "Analyst" });
  await expect(page).toHaveURL(/role=analyst/);
  await expect(page.getByRole("row", { name: /producer@/ })).toHaveCount(0);
  await expect(page.getByRole("row", { name: /analyst@/ })).toBeVisible();

  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const dialog = page.getByRole("dialog");
  const address = `new-${Date.now()}@northlight.test`;
  await dialog.getByLabel("Email address").fill(address);
  await dialog.getByLabel("Role").selectOption({ label: "Creator" });
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByText(`on its way to ${address}`)).toBeVisible();
  await page.getByRole("link", { name: /^Invitations/ }).click();
  await expect(page.getByRole("row", { name: new RegExp(address) })).toBeVisible();
});

test("many are invited at once, each row with its answer", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/admin/people?invite=many");
  const dialog = page.getByRole("dialog");
  const good = `bulk-${Date.now()}@northlight.test`;
  await dialog
    .getByRole("textbox")
    .fill(`email,name,role\n${good},Bulk One,creator\nnot an address,Nobody,creator`);
  // What cannot be sent is named before anything is.
  await expect(dialog.getByRole("status")).toContainText("Row 3: not an address, that is no email address");
  await dialog.getByRole("button", { name: "Invite 1 person" }).click();
  await expect(dialog.getByRole("status")).toHaveText("1 of 1 are invited.");
});

test("a client's people cannot be invited without their client", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/admin/people?invite=one");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Email address").fill(`client-${Date.now()}@northlight.test`);
  await dialog.getByLabel("Role").selectOption({ label: "Client" });
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await expect(dialog.getByLabel("Their client")).toBeFocused();
  await expect(dialog.getByText("Please fill in: Their client.")).toBeVisible();
});

test("a shorter retention is asked about before it counts", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/admin/privacy/retention");
  const days = page.getByLabel("How long Incidents is kept");
  const before = await days.inputValue();
  await days.selectOption("30");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("older than 30 days");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(days).toHaveValue(before);
});

test("the palette finds people, and pages within areas", async ({ page }) => {
  await signIn(page, "owner");
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill("api keys");
  await expect(dialog.getByRole("option", { name: /API keys/ })).toBeVisible();
  await dialog.getByRole("combobox").fill("mara");
  await dialog.getByRole("option", { name: /producer@northlight/ }).click();
  await expect(page).toHaveURL(/\/admin\/people\?.*user=mem_/);
});

test("home says which right its content needs, and keeps the way to everything else", async ({ page }) => {
  const detail = "You need the permission campaign.read for this.";
  await page.route("**/api/v1/home", async (route) => {
    const json = { title: "Forbidden", status: 403, code: "forbidden", detail };
    await route.fulfill({ status: 403, contentType: "application/problem+json", json });
  });
  await signIn(page, "writer");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Tomasz");
  await expect(page.getByText("“See campaigns”")).toBeVisible();
  await expect(page.getByRole("link", { name: "Ideas" })).toBeVisible();
});

test("what was changed is seen as a difference, and taken back", async ({ page }) => {
  await signIn(page, "owner");
  const clients = await found<Paged<Client>>(page, "/clients");
  const client = clients.items[0];
  await page.goto(`/clients/${client?.id}`);
  await page.getByRole("button", { name: "Edit" }).first().click();
  const dialog = page.getByRole("dialog");
  const industry = dialog.getByLabel(/^Industry/);
  const before = await industry.inputValue();
  await industry.fill(`${before} & undone`);
  await dialog.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByText(`${before} & undone`).first()).toBeVisible();

  await page.getByRole("link", { name: "Versions" }).click();
  await page
    .getByRole("button", { name: /^Version \d+/ })
    .first()
    .click();
  await expect(page.locator("ins").first()).toContainText("undone");
  await photograph(page, "desktop-client-versions");
  await page.getByRole("link", { name: "Everything this request did" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Everything this request did" })).toBeVisible();
  await page.getByRole("button", { name: "Roll back all of it" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back all of it" }).click();
  await expect(page.getByText("1 thing is as it was before")).toBeVisible();
  await page.goto(`/clients/${client?.id}`);
  await expect(page.getByText(`${before} & undone`)).toHaveCount(0);
});

test("the log is filtered by its address and followed live", async ({ browser, page }) => {
  await signIn(page, "owner");
  await page.goto("/admin/audit");
  await page.getByLabel("Kind", { exact: true }).selectOption({ label: "sign-in" });
  await expect(page).toHaveURL(/class=sign_in/);
  await page.getByRole("switch", { name: "Follow live" }).click();
  await expect(page).toHaveURL(/live=1/);
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows.nth(1)).toBeVisible();
  const newest = await rows.nth(1).getAttribute("data-row");
  const analyst = await elsewhere(browser, "analyst");
  await expect(rows.nth(1)).not.toHaveAttribute("data-row", String(newest));
  await analyst.context().close();
  await rows.nth(1).getByRole("link").click();
  await expect(page.getByRole("dialog")).toContainText("Event id");
});

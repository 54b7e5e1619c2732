import { expect, type Page, test } from "@playwright/test";
import { PASSWORD } from "./people.ts";

/** Presses Tab until the focus is on an element with this accessible name, as somebody without a mouse does. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    const isIt = await focused
      .and(page.getByRole("button", { name }).or(page.getByRole("link", { name })).or(page.getByLabel(name)))
      .count();
    if (isIt) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

test("without a mouse: sign in, brief a campaign, generate, submit", async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto("/sign-in");
  await tabTo(page, "Email address");
  await page.keyboard.type("producer@northlight.test");
  await tabTo(page, /^Password$/);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/");

  await tabTo(page, "Campaigns");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/campaigns$/);
  await tabTo(page, "New campaign");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/campaigns\/new/);

  await tabTo(page, "Client");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("Client", { exact: true })).not.toHaveValue("");
  await tabTo(page, "Name");
  await page.keyboard.type("By keyboard");
  await tabTo(page, /^Objective/);
  await page.keyboard.type("Everything can be reached without a mouse.");
  await tabTo(page, "Posts");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1");
  await tabTo(page, "Reels");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("0");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "By keyboard" })).toBeVisible();

  await tabTo(page, "Generate ideas");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await tabTo(page, "Generate 1");
  await page.keyboard.press("Enter");
  const card = page.locator("[data-column=generated] li[data-row]");
  await expect(card).toHaveCount(1, { timeout: 60_000 });

  await tabTo(page, /^Select/);
  await page.keyboard.press("Space");
  await tabTo(page, "Send to the client");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await tabTo(page, "Send");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("dialog").getByText(/is with the client now|waits for your team first/),
  ).toBeVisible();
});

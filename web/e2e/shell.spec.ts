import { expect, test } from "@playwright/test";
import { expectAccessible, photograph } from "./look.ts";
import { PASSWORD, signIn } from "./people.ts";

test("the language of the interface can be switched, and stays", async ({ page }) => {
  await signIn(page, "producer");
  await page.getByRole("button", { name: /profile and appearance/ }).click();
  await page.getByRole("menuitem", { name: "Deutsch" }).or(page.getByText("Deutsch")).first().click();
  await expect(page.getByRole("link", { name: "Kunden" }).first()).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.reload();
  await expect(page.getByRole("link", { name: "Kunden" }).first()).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-german");
});

test("going offline is said, and coming back as well", async ({ page, context }) => {
  const streaming = page.waitForResponse(/\/events\/stream$/);
  await signIn(page, "producer");
  await streaming;
  await context.setOffline(true);
  await expect(page.getByText("Offline", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-offline");
  await context.setOffline(false);
  await expect(page.getByText("Offline", { exact: true })).toBeHidden();
});

test("the palette goes anywhere by keyboard", async ({ page }) => {
  await signIn(page, "producer");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog");
  await expect(palette).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-palette");
  await page.keyboard.type("Campaigns");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/campaigns$/);
});

test("a wrong password is refused in words, and nothing is lost", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill("producer@northlight.test");
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText("The address or the password is not right.");
  await expect(page.getByLabel("Email address")).toHaveValue("producer@northlight.test");
  await expectAccessible(page);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/");
});

test("who signs out sees nothing any more", async ({ page }) => {
  await signIn(page, "producer");
  await page.getByRole("button", { name: /profile and appearance/ }).click();
  await page.getByText("Sign out").click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/clients");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

import { expect, test } from "@playwright/test";
import { expectAccessible, photograph } from "./look.ts";
import { choose, signIn } from "./people.ts";

test("the look and the time zone that one chose are there on the next device", async ({ page, browser }) => {
  await signIn(page, "analyst");
  await page.goto("/settings");
  const appearance = page.getByRole("group", { name: "Appearance" });
  await choose(appearance, "Dark");
  await page.getByLabel("Your time zone").selectOption("Pacific/Auckland");
  await expect
    .poll(async () => (await (await page.request.get("/auth/me")).json()).member)
    .toMatchObject({ theme: "dark", time_zone: "Pacific/Auckland" });
  await expectAccessible(page);
  await photograph(page, "desktop-settings-dark");

  const elsewhere = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const phone = await elsewhere.newPage();
  await signIn(phone, "analyst");
  await expect(phone.locator("html")).toHaveAttribute("data-theme", "dark");
  await phone.goto("/settings");
  await expect(phone.getByLabel("Your time zone")).toHaveValue("Pacific/Auckland");
  await expectAccessible(phone);
  await photograph(phone, "phone-settings-dark");
  await elsewhere.close();

  await choose(appearance, "As the system");
  await page.getByLabel("Your time zone").selectOption("");
  await expect
    .poll(async () => (await (await page.request.get("/auth/me")).json()).member)
    .toMatchObject({ theme: null, time_zone: null });
});

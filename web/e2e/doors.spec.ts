import { expect, test } from "@playwright/test";
import { expectAccessible, photograph } from "./look.ts";
import { mailedLink } from "./mails.ts";
import { fillSignIn, invite, newcomer, STRONG, signInAs } from "./newcomers.ts";
import { expectInside } from "./people.ts";

test("an invitation makes an account, once", async ({ page }) => {
  const { email, link } = await invite();
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: "Join Northlight" })).toBeVisible();
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  await expectAccessible(page);
  await photograph(page, "desktop-invitation");

  await page.getByLabel("Your name").fill("Jonas Neu");
  await page.getByLabel("New password", { exact: true }).fill("password");
  await page.getByRole("button", { name: "Join Northlight" }).click();
  await expect(page.getByText(/guessed soon/).last()).toBeVisible();
  await page.getByLabel("New password", { exact: true }).fill(STRONG);
  await page.getByRole("button", { name: "Join Northlight" }).click();
  await expectInside(page);
  await expect(page.getByRole("button", { name: /Jonas Neu/ })).toBeVisible();

  await page.goto("/sign-in");
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: "This link is spent" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-invitation-spent");
});

test("a link by mail signs in, once", async ({ page }) => {
  const person = await newcomer();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Mail me a link" }).click();
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();
  await expectAccessible(page);

  const link = await mailedLink(person.email, "/sign-in/link");
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: "Welcome back" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectInside(page);

  await page.goto("/sign-in");
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "This link is spent" })).toBeVisible();
  await expectAccessible(page);
});

test("a forgotten password is replaced", async ({ page }) => {
  const person = await newcomer();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("Email address").fill(person.email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await page.goto(await mailedLink(person.email, "/sign-in/reset"));
  await expect(page.getByRole("heading", { level: 1, name: "Set a new password" })).toBeVisible();
  await expectAccessible(page);
  const password = "another-lantern-garden";
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Save the password" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await fillSignIn(page, person);
  await expect(page.getByRole("alert")).toHaveText("The address or the password is not right.");
  await fillSignIn(page, { ...person, password });
  await expectInside(page);
});

test("a new address counts once it was confirmed", async ({ page }) => {
  const person = await newcomer();
  const email = person.email.replace("new-", "moved-");
  await signInAs(page, person);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Change the address" }).click();
  await page.getByLabel("New address").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { name: "Look into the new mailbox" })).toBeVisible();
  await expectAccessible(page);
  await page.goto(await mailedLink(email, "/settings/email/confirm"));
  await page.getByRole("button", { name: "Confirm the address" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The address is confirmed" })).toBeVisible();
  await page.goto("/settings");
  await expect(page.getByLabel("Email address")).toHaveValue(email);
});

test("another house's account opens the door", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Continue with Sandbox" }).click();
  await expect(page).toHaveURL(/\/oidc\/authorize/);
  await page.getByRole("link", { name: "writer", exact: true }).click();
  await expectInside(page);
});

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme });

    test(`the doors are accessible in ${scheme}`, async ({ page }) => {
      for (const [name, path] of [
        ["link", "/sign-in/link"],
        ["reset", "/sign-in/reset"],
        ["reset-new", "/sign-in/reset#any"],
        ["link-landing", "/sign-in/link#any"],
        ["email-confirm", "/settings/email/confirm#any"],
        ["provider-problem", "/sign-in?problem=unknown_account"],
      ] as const) {
        // Another # alone would not load the page again.
        await page.goto("about:blank");
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page);
        await photograph(page, `${scheme}-${name}`);
      }
    });
  });
}

import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { expectAccessible, photograph } from "./look.ts";
import { fillSignIn, newcomer, signInAs, signOut } from "./newcomers.ts";
import { expectInside } from "./people.ts";
import { totp } from "./totp.ts";

/** Passkeys belong to a name: by its number this machine has none. */
function named(address = ""): string {
  return address.replace("127.0.0.1", "localhost");
}

/** An authenticator that is always there and always agrees, as a fingerprint reader with a patient finger. */
async function authenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}

async function enrol(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = (await dialog.locator("code").textContent()) ?? "";
  await expectAccessible(page);
  await photograph(page, "desktop-totp");
  await dialog.getByLabel("Code from your authenticator app").fill("000000");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByLabel("Code from your authenticator app")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Code from your authenticator app").fill(totp(secret));
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByRole("heading", { name: "Keep these codes" })).toBeVisible();
  const codes = await dialog.getByRole("listitem").allInnerTexts();
  expect(codes).toHaveLength(10);
  await expectAccessible(page);
  await photograph(page, "desktop-recovery-codes");
  await dialog.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 codes left")).toBeVisible();
  return { secret, codes };
}

test("a passkey is added, signs in, is renamed and removed", async ({ page, baseURL }) => {
  const here = named(baseURL);
  await authenticator(page);
  const person = await newcomer();
  await signInAs(page, person, here);
  await page.goto(`${here}/settings/security`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Test device");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create the passkey" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Test device" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-passkeys");

  await signOut(page);
  // The browser may offer it in the address field and take it by itself; otherwise the button asks for it.
  const button = page.getByRole("button", { name: "Sign in with a passkey" });
  await button.click({ timeout: 5_000 }).catch(() => undefined);
  await expect(page).not.toHaveURL(/sign-in/);
  await expect(page.getByRole("button", { name: new RegExp(person.name) })).toBeVisible();

  await page.goto(`${here}/settings/security`);
  await page.getByRole("button", { name: "Rename Test device" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Desk");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await page.getByRole("button", { name: "Remove Desk" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("No passkey yet")).toBeVisible();
});

test("a page that was opened by a number says why it has no passkeys", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("alert")).toContainText("localhost in place of 127.0.0.1");
  await expectAccessible(page);
});

test("an authenticator app is asked for at the next sign-in, or a recovery code", async ({ page }) => {
  const person = await newcomer();
  await signInAs(page, person);
  const { secret, codes } = await enrol(page);
  await signOut(page);

  await fillSignIn(page, person);
  await expect(page.getByRole("heading", { level: 1, name: "One more step" })).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-second-factor");
  const code = page.getByLabel("Code from your authenticator app");
  await code.fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  // A code counts once: the one of the enrolment is used.
  await code.fill(totp(secret, 1));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectInside(page);

  await signOut(page);
  await fillSignIn(page, person);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectInside(page);
  await page.goto("/settings/security");
  await expect(page.getByText("9 codes left")).toBeVisible();
});

/** Refuses the next call to a path as the server does when the last proof is too old. */
async function askForProofOnce(page: Page, path: string): Promise<void> {
  await page.route(
    `**${path}`,
    (route) =>
      route.fulfill({
        status: 403,
        contentType: "application/problem+json",
        body: JSON.stringify({ status: 403, code: "step_up_required", title: "Forbidden" }),
      }),
    { times: 1 },
  );
}

test("what needs a fresh proof asks for it and then goes on", async ({ page }) => {
  const person = await newcomer();
  await signInAs(page, person);
  await page.goto("/settings/security");
  await askForProofOnce(page, "/api/v1/me/totp");
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const question = page.getByRole("dialog", { name: "Is it you?" });
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-step-up");
  await question.getByLabel("Your password").fill("wrong");
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(question.getByRole("alert")).toHaveText("That is not your password.");
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(page.getByText("Nothing was changed")).toBeVisible();
  await page.keyboard.press("Escape");

  await askForProofOnce(page, "/api/v1/me/totp");
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  await question.getByLabel("Your password").fill(person.password);
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
});

test("sessions elsewhere are seen and ended", async ({ page, browser, baseURL }) => {
  const person = await newcomer();
  const other = await browser.newContext();
  const elsewhere = await other.newPage();
  await signInAs(elsewhere, person, baseURL);
  await signInAs(page, person);
  await page.goto("/settings/devices");
  await expect(page.getByText("This device")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "desktop-devices");
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign them out" }).click();
  await expect(page.getByText("You are signed in here only.")).toBeVisible();
  await elsewhere.goto(`${baseURL}/clients`);
  await expect(elsewhere).toHaveURL(/\/sign-in\?next=/);
  await other.close();
});

test("a changed password is the only one that counts", async ({ page }) => {
  const person = await newcomer();
  await signInAs(page, person);
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByLabel("Current password").fill("wrong");
  await page.getByLabel("New password", { exact: true }).fill("marble-orchard-evening");
  await page.getByRole("button", { name: "Save the password" }).click();
  await expect(page.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await page.getByLabel("Current password").fill(person.password);
  await page.getByRole("button", { name: "Save the password" }).click();
  await expect(page.getByText("The password is changed.")).toBeVisible();
  await signOut(page);
  await fillSignIn(page, { ...person, password: "marble-orchard-evening" });
  await expectInside(page);
});

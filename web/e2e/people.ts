import { expect, type Locator, type Page } from "@playwright/test";

export const PASSWORD = "atelier-demo-1";

export type Person = "producer" | "owner" | "writer" | "analyst" | "client";

/** Signs in as one of the demo's people at Northlight, through the form. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(`${person}@northlight.test`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expectInside(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Whoever signed in is within the frame, on the page that the role begins with. */
export async function expectInside(page: Page): Promise<void> {
  // A client's people are led to what waits for them. The address changes before the page does.
  await expect(page).not.toHaveURL(/sign-in|invitations/);
  await expect(page.getByRole("banner")).toBeVisible();
}

/** Takes one of several choices that stand side by side, by its label as a finger does. */
export async function choose(within: Page | Locator, name: string): Promise<void> {
  await within.locator("label").filter({ hasText: name }).click();
  await expect(within.getByRole("radio", { name })).toBeChecked();
}

/** An id of the demo's own world, as the signed-in person's own pages would find it. */
export async function found<T>(page: Page, path: string): Promise<T> {
  return await page.evaluate(async (address) => {
    const answer = await fetch(`/api/v1${address}`);
    return (await answer.json()) as T;
  }, path);
}

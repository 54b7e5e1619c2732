import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, photograph } from "./look.ts";
import { signIn } from "./people.ts";

const PAGES: readonly [name: string, path: string][] = [
  ["people", "/admin/people"],
  ["people-invite", "/admin/people?invite=one"],
  ["invitations", "/admin/people/invitations"],
  ["roles", "/admin/roles"],
  ["explain", "/admin/roles/explain"],
  ["accounts", "/admin/accounts"],
  ["profiles", "/admin/profiles"],
  ["profile-schema", "/admin/profile-schemas/model"],
  ["audit", "/admin/audit"],
  ["audit-exports", "/admin/audit/exports"],
  ["audit-seals", "/admin/audit/seals"],
  ["privacy", "/admin/privacy"],
  ["retention", "/admin/privacy/retention"],
  ["holds", "/admin/privacy/holds"],
  ["organisation", "/settings/organisation"],
];

async function look(page: Page, name: string, path: string): Promise<void> {
  await page.goto(path);
  // An open dialog hides the heading of the page behind it from whoever asks by role.
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading.or(page.getByRole("dialog")).first()).toBeVisible();
  // A page that is refused or missing has a heading as well, and would be accessible.
  await expect(page.getByText(/^(403|404)$/)).toHaveCount(0);
  await page.waitForLoadState("load");
  await expectAccessible(page);
  await photograph(page, name);
}

for (const scheme of ["light", "dark"] as const) {
  test(`every page of the administration is accessible in ${scheme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: scheme });
    await signIn(page, "owner");
    for (const [name, path] of PAGES) {
      await test.step(name, () => look(page, `${scheme}-admin-${name}`, path));
    }
  });
}

test("the administration fits a phone", async ({ page }) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "owner");
  for (const [name, path] of PAGES) {
    await test.step(name, async () => {
      await look(page, `phone-admin-${name}`, path);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    });
  }
});

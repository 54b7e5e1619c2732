import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { mailedLink } from "./mails.ts";
import { expectInside, PASSWORD } from "./people.ts";

export const STRONG = "weighed-listened-waited";

export interface Newcomer {
  email: string;
  name: string;
  password: string;
}

const address = () => `http://127.0.0.1:${process.env.ATELIER_E2E_PORT}`;

async function post<T>(path: string, body: unknown, bearer?: string): Promise<T> {
  const answer = await fetch(address() + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}) },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  expect(answer.ok, `POST ${path}: ${answer.status} ${text}`).toBe(true);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** An access token of one of the demo's people, as a program gets it. */
export async function tokenOf(email: string): Promise<string> {
  const signedIn = await post<{ access_token: string }>("/auth/sign-in", { email, password: PASSWORD });
  return signedIn.access_token;
}

/** Has Northlight's owner invite somebody that nobody knew before; the link of the mail is answered. */
export async function invite(role = "creator"): Promise<{ email: string; link: string }> {
  const email = `new-${randomUUID().slice(0, 8)}@northlight.test`;
  await post("/api/v1/invitations", { email, role }, await tokenOf("owner@northlight.test"));
  return { email, link: await mailedLink(email, "/invitations/accept") };
}

/** Somebody of one's own for a test that changes how the person signs in. */
export async function newcomer(role = "creator"): Promise<Newcomer> {
  const { email, link } = await invite(role);
  const person = { email, name: "Nele Newcomer", password: STRONG };
  const token = link.split("#")[1];
  await post("/auth/invitations/accept", { token, name: person.name, password: person.password });
  return person;
}

/** Fills the form; what follows is for the test to say. */
export async function fillSignIn(page: Page, { email, password }: Newcomer): Promise<void> {
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export async function signInAs(page: Page, person: Newcomer, origin = ""): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await fillSignIn(page, person);
  await expectInside(page);
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /profile and appearance/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { Suspense } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { i18n, startI18n } from "~/i18n/i18n";
import { ProofForm } from "~/step-up/proof-form";
import type { ProofMethod } from "~/step-up/queries";

beforeAll(async () => {
  await startI18n("en");
  await i18n.loadNamespaces(["step_up", "auth"]);
});
afterEach(cleanup);

function problem(code: string): Response {
  const errors = [{ pointer: "/password", code, detail: "" }];
  return new Response(JSON.stringify({ status: 422, code: "invalid", errors }), {
    status: 422,
    headers: { "Content-Type": "application/problem+json" },
  });
}

function setUp(methods: ProofMethod[], respond: () => Response) {
  const sent = vi.fn(async (_path: string, _init: RequestInit) => respond());
  vi.stubGlobal("fetch", sent);
  const onProved = vi.fn();
  render(
    <Suspense>
      <ProofForm offer={{ methods, proved_at: null, valid_until: null }} onProved={onProved} />
    </Suspense>,
  );
  return { user: userEvent.setup(), sent, onProved };
}

it("takes a password as it is", async () => {
  const { user, sent, onProved } = setUp(["password"], () => new Response(null, { status: 204 }));
  await user.type(screen.getByLabelText("Your password"), " two words ");
  await user.click(screen.getByRole("button", { name: "Confirm" }));
  expect(sent.mock.calls[0]?.[0]).toBe("/auth/step-up");
  expect(JSON.parse(String(sent.mock.calls[0]?.[1].body))).toEqual({ password: " two words " });
  expect(onProved).toHaveBeenCalledOnce();
});

it("says that a proof was wrong and goes on asking", async () => {
  const { user, onProved } = setUp(["password"], () => problem("not_proved"));
  await user.type(screen.getByLabelText("Your password"), "wrong");
  await user.click(screen.getByRole("button", { name: "Confirm" }));
  expect((await screen.findByRole("alert")).textContent).toBe("That is not your password.");
  expect(onProved).not.toHaveBeenCalled();
});

it("offers the quickest way first, and the others beside it", async () => {
  const { user } = setUp(["password", "totp"], () => new Response(null, { status: 204 }));
  expect(screen.getByLabelText("Code from your authenticator app")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Use the password" }));
  expect(screen.getByLabelText("Your password")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Use the authenticator app" })).toBeTruthy();
});

it("leads whoever has nothing to show to the way in", () => {
  setUp([], () => new Response(null, { status: 204 }));
  expect(screen.getByRole("button", { name: "Sign in again" })).toBeTruthy();
});

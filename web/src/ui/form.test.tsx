import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { ApiError } from "~/api/client";
import { startI18n } from "~/i18n/i18n";
import { TextField } from "~/ui/field";
import { Form, textOf } from "~/ui/form";
import { SelectField } from "~/ui/select";

beforeAll(() => startI18n("en"));
afterEach(cleanup);

function setUp(onSubmit: (values: FormData) => Promise<void> | void) {
  render(
    <Form onSubmit={onSubmit}>
      {({ isBusy }) => (
        <>
          <TextField name="name" label="Name" help="As it is written" required />
          <TextField name="contact.email" label="Email" type="email" />
          <SelectField
            name="kind"
            label="Kind"
            defaultValue="post"
            options={[{ value: "post", label: "Post" }]}
          />
          <button type="submit">{isBusy ? "Saving" : "Save"}</button>
        </>
      )}
    </Form>,
  );
  return { user: userEvent.setup(), save: () => screen.getByRole("button") };
}

it("sends what was typed and chosen", async () => {
  const sent: (string | undefined)[] = [];
  const { user, save } = setUp((values) => void sent.push(textOf(values, "name"), textOf(values, "kind")));
  await user.type(screen.getByLabelText("Name"), "  Vale ");
  await user.click(save());
  expect(sent).toEqual(["Vale", "post"]);
});

it("says in our words what is wrong, at the control, and goes there", async () => {
  const submit = vi.fn();
  const { user, save } = setUp(submit);
  await user.type(screen.getByLabelText("Email"), "nobody");
  await user.click(save());
  expect(submit).not.toHaveBeenCalled();
  const name = screen.getByLabelText("Name");
  expect(document.activeElement).toBe(name);
  expect(name.getAttribute("aria-invalid")).toBe("true");
  const described = (name.getAttribute("aria-describedby") ?? "").split(" ");
  expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
    "As it is written",
    "Please fill in: Name.",
  ]);
  expect(screen.getByText("This does not have the right form.")).toBeTruthy();
  await user.type(name, "V");
  expect(screen.queryByText("Please fill in: Name.")).toBeNull();
});

it("shows the server's errors at their fields, and the rest above", async () => {
  const errors = [{ pointer: "/contact/email", code: "taken", detail: "Someone has this address." }];
  const { user, save } = setUp(() => {
    throw new ApiError({ status: 422, code: "invalid", detail: "Not valid.", errors });
  });
  await user.type(screen.getByLabelText("Name"), "Vale");
  await user.click(save());
  expect(await screen.findByText("Someone has this address.")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText("Email"));
  expect(screen.queryByRole("alert")).toBeNull();
});

it("names the request when the server stumbles", async () => {
  const { user, save } = setUp(() => {
    throw new ApiError({ status: 500, code: "internal", request_id: "req-9" });
  });
  await user.type(screen.getByLabelText("Name"), "Vale");
  await user.click(save());
  expect((await screen.findByRole("alert")).textContent).toContain("Request req-9");
});

import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import { Tab, TabList, TabPanel, TabSet } from "~/ui/tab-set";

afterEach(cleanup);

function Example() {
  const [value, setValue] = useState("one");
  return (
    <TabSet value={value} onChange={setValue}>
      <TabList label="Parts">
        {["one", "two", "three"].map((name) => (
          <Tab key={name} value={name}>
            {name}
          </Tab>
        ))}
      </TabList>
      <TabPanel>panel of {value}</TabPanel>
    </TabSet>
  );
}

it("is one stop for Tab, and arrows go round", async () => {
  const user = userEvent.setup();
  render(<Example />);
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole("tab", { name: "one" }));
  await user.keyboard("{ArrowLeft}");
  expect(screen.getByRole("tab", { name: "three" }).getAttribute("aria-selected")).toBe("true");
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(screen.getByRole("tabpanel", { name: "two" }).textContent).toBe("panel of two");
  await user.keyboard("{End}");
  expect(document.activeElement).toBe(screen.getByRole("tab", { name: "three" }));
});

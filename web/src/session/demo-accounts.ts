/** The accounts that `atelier demo` seeds. Shown only when the server says that it is a demo. */
export const DEMO_PASSWORD = "atelier-demo-1";

type DemoRole = "owner" | "producer" | "writer" | "analyst" | "client" | "manager" | "root";

interface DemoHouse {
  key: "northlight" | "bluenote" | "platform";
  accounts: readonly { role: DemoRole; email: string }[];
}

export const DEMO_HOUSES: readonly DemoHouse[] = [
  {
    key: "northlight",
    accounts: [
      { role: "producer", email: "producer@northlight.test" },
      { role: "owner", email: "owner@northlight.test" },
      { role: "writer", email: "writer@northlight.test" },
      { role: "analyst", email: "analyst@northlight.test" },
      { role: "client", email: "client@northlight.test" },
    ],
  },
  {
    key: "bluenote",
    accounts: [
      { role: "owner", email: "owner@bluenote.test" },
      { role: "manager", email: "manager@bluenote.test" },
    ],
  },
  { key: "platform", accounts: [{ role: "root", email: "root@atelier.test" }] },
];

import { expect } from "@playwright/test";

/** The demo's sandbox listens beside the demo. */
const SANDBOX = `http://127.0.0.1:${Number(process.env.ATELIER_E2E_PORT) + 1}`;

interface Mail {
  n: number;
  subject: string;
  links: string[];
}

/** The path of the newest link that was mailed to an address and leads to a page. */
export async function mailedLink(to: string, page: string): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${SANDBOX}/sandbox/mail?format=json&to=${encodeURIComponent(to)}`);
        const { items } = (await answer.json()) as { items: Mail[] };
        const links = items.toSorted((a, b) => b.n - a.n).flatMap((mail) => mail.links);
        found = links.find((link) => new URL(link).pathname === page);
        return found;
      },
      { message: `a mail to ${to} that leads to ${page}`, timeout: 20_000 },
    )
    .toBeDefined();
  const link = new URL(found ?? "");
  return link.pathname + link.hash;
}

// Lighthouse on the pages that people meet first, with a cold cache: three runs each, the median counts, and anything
// below 95 on a desk fails. The phone, Lighthouse's own with a slow network and a quarter of this processor, is shown.
// Reports are left in artefacts/lighthouse. `measure.mjs campaign` measures the pages whose name has this word.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import lighthouse, { desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";
import { freePort, ready, startDemo } from "../../web/e2e/demo.mjs";

const RUNS = 3;
const LEAST = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const METRICS = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"];
const ARTEFACTS = fileURLToPath(new URL("../../artefacts/lighthouse/", import.meta.url));
const PRODUCER = { email: "producer@northlight.test", password: "atelier-demo-1", tenant: "northlight" };
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"].concat(
  ["--disable-background-networking", "--disable-component-update"],
);

/** The session's cookie, and a campaign that has ideas. */
async function signIn(address) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${address}/auth/sign-in`, {
    method: "POST",
    headers,
    body: JSON.stringify(PRODUCER),
  });
  const cookie = answer.headers.getSetCookie()[0].split(";")[0];
  const campaigns = await (await fetch(`${address}/api/v1/campaigns`, { headers: { cookie } })).json();
  const campaign = campaigns.items.find(({ idea_counts }) => Object.keys(idea_counts).length > 1);
  return { cookie, campaign };
}

/** The pages by name: address, cookie, and the device when it is not a phone. */
async function pages(address) {
  const { cookie, campaign } = await signIn(address);
  const signedOut = { url: `${address}/sign-in` };
  const board = { url: `${address}/campaigns/${campaign.id}`, cookie };
  return [
    { name: "sign-in", ...signedOut, config: desktopConfig },
    { name: "campaign", ...board, config: desktopConfig },
    { name: "sign-in on a phone", ...signedOut },
    { name: "campaign on a phone", ...board },
  ];
}

async function measure(browser, { name, url, cookie, config }) {
  const runs = [];
  for (let run = 1; run <= RUNS; run += 1) {
    const page = await browser.newPage();
    const extraHeaders = cookie ? { Cookie: cookie } : undefined;
    const flags = { onlyCategories: CATEGORIES, output: "html", extraHeaders };
    const { lhr, report } = await lighthouse(url, flags, config, page);
    await page.close();
    await writeFile(`${ARTEFACTS}${name.replaceAll(" ", "-")}-${run}.html`, report);
    const scores = CATEGORIES.map((category) => Math.round((lhr.categories[category].score ?? 0) * 100));
    const metrics = METRICS.map((metric) => Math.round(lhr.audits[metric].numericValue ?? 0));
    runs.push([...scores, ...metrics]);
  }
  return runs[0].map((_, index) => runs.map((run) => run[index]).sort((a, b) => a - b)[RUNS >> 1]);
}

async function report(browser, page) {
  const medians = await measure(browser, page);
  const isGood = medians.slice(0, CATEGORIES.length).every((score) => score >= LEAST);
  const said = [...CATEGORIES, "first paint ms", "largest paint ms", "blocked ms"];
  const line = said.map((word, index) => `${word} ${medians[index]}`).join("  ");
  const isAsked = page.config !== undefined;
  const verdict = isGood ? "ok   " : isAsked ? "BELOW" : "     ";
  process.stdout.write(`${verdict}  ${page.name.padEnd(20)} ${line}\n`);
  return isGood || !isAsked;
}

await mkdir(ARTEFACTS, { recursive: true });
const demo = await startDemo(await freePort());
let browser;
try {
  await ready(demo);
  browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  const wanted = (await pages(demo.address)).filter(({ name }) => name.includes(process.argv[2] ?? ""));
  const good = [];
  for (const page of wanted) good.push(await report(browser, page));
  process.exitCode = good.every(Boolean) ? 0 : 1;
} finally {
  await browser?.close();
  await demo.stop();
}

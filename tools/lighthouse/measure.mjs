// Lighthouse on the pages that people meet first: three runs each, the median counts, and anything below 95 fails.
// Reports are left in artefacts/lighthouse.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import lighthouse, { desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";
import { freePort, ready, startDemo } from "../../web/e2e/demo.mjs";

const RUNS = 3;
const LEAST = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const ARTEFACTS = fileURLToPath(new URL("../../artefacts/lighthouse/", import.meta.url));
const PRODUCER = { email: "producer@northlight.test", password: "atelier-demo-1", tenant: "northlight" };

async function signIn(page, address) {
  await page.goto(`${address}/sign-in`);
  return await page.evaluate(async (credentials) => {
    const headers = { "content-type": "application/json" };
    await fetch("/auth/sign-in", { method: "POST", headers, body: JSON.stringify(credentials) });
    const campaigns = await (await fetch("/api/v1/campaigns")).json();
    return campaigns.items.find((campaign) => Object.keys(campaign.idea_counts).length > 0).id;
  }, PRODUCER);
}

async function measure(browser, name, url, config) {
  const scores = [];
  for (let run = 1; run <= RUNS; run += 1) {
    const page = await browser.newPage();
    const flags = { disableStorageReset: true, onlyCategories: CATEGORIES, output: "html" };
    const result = await lighthouse(url, flags, config, page);
    await page.close();
    await writeFile(`${ARTEFACTS}${name}-${run}.html`, result.report);
    scores.push(CATEGORIES.map((category) => Math.round(result.lhr.categories[category].score * 100)));
  }
  return CATEGORIES.map((_, index) => scores.map((of) => of[index]).sort((a, b) => a - b)[RUNS >> 1]);
}

async function measureAll(demo, browser) {
  let isGood = true;
  const page = await browser.newPage();
  const signedOut = `${demo.address}/sign-in`;
  const pages = [["sign-in on a phone", signedOut], ["sign-in", signedOut, desktopConfig]];
  for (const entry of pages) isGood = (await report(browser, ...entry)) && isGood;
  const campaign = `${demo.address}/campaigns/${await signIn(page, demo.address)}`;
  for (const entry of [["campaign on a phone", campaign], ["campaign", campaign, desktopConfig]]) {
    isGood = (await report(browser, ...entry)) && isGood;
  }
  return isGood;
}

async function report(browser, name, url, config) {
  const medians = await measure(browser, name.replaceAll(" ", "-"), url, config);
  const line = CATEGORIES.map((category, index) => `${category} ${medians[index]}`).join("  ");
  const isGood = medians.every((score) => score >= LEAST);
  process.stdout.write(`${isGood ? "ok   " : "BELOW"}  ${name.padEnd(22)} ${line}\n`);
  return isGood;
}

await mkdir(ARTEFACTS, { recursive: true });
const demo = await startDemo(await freePort());
let browser;
try {
  await ready(demo);
  browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  process.exitCode = (await measureAll(demo, browser)) ? 0 : 1;
} finally {
  await browser?.close();
  await demo.stop();
}

import { type BrowserContext, devices, expect, type Page, test } from "@playwright/test";
import { expectAccessible, photograph } from "./look.ts";
import { choose, signIn } from "./people.ts";

const CLIENT = "Bäckerei Sommer";
const CAMPAIGN = "Sourdough week";

/** Every required answer of the four exercises, by the beginning of its question's control. */
async function answerExercise(page: Page): Promise<void> {
  const questions = page.locator("[id^=question-]");
  for (const question of await questions.all()) {
    const radio = question.getByRole("radio").first();
    if (await radio.count()) {
      await radio.check();
      continue;
    }
    const box = question.getByRole("textbox").first();
    const isTags = (await question.getByRole("button", { name: "Add" }).count()) > 0;
    if (isTags) {
      for (const tag of ["warm", "dry", "patient"]) {
        await box.fill(tag);
        await box.press("Enter");
      }
    } else {
      await box.fill(
        "We bake from four in the morning and we say what is in it. If the bread is dark, we call it dark, and we say why that is good.",
      );
    }
  }
  await page.getByRole("button", { name: "Complete the exercise" }).click();
}

async function makeClient(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Clients" }).first().click();
  await page.getByRole("button", { name: "New client" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(CLIENT);
  await dialog.getByRole("radio", { name: /^By the client/ }).check();
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
  await page.getByRole("link", { name: "Brand exercises" }).first().click();
  await page.getByRole("main").getByRole("link", { name: /tone/i }).first().click();
  await expect(page).toHaveURL(/\/exercises\/tone$/);
  for (let done = 1; done <= 4; done += 1) {
    const here = page.url();
    await expect(page.locator("[id^=question-]").first()).toBeVisible();
    await answerExercise(page);
    // The next exercise, and after the last one the voice.
    await expect(page).not.toHaveURL(here);
  }
  await expect(page).toHaveURL(/\/voice$/);
  await expect(page.getByText(/compiled .* from the completed exercises/)).toBeVisible();
  await photograph(page, "desktop-voice");
}

async function brief(page: Page): Promise<void> {
  await page.getByRole("link", { name: "New campaign" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill(CAMPAIGN);
  await page.getByLabel(/^Objective/).fill("People order the bread a day ahead.");
  const themes = page.getByLabel("Themes");
  for (const theme of ["Patience", "Flour from the region"]) {
    await themes.fill(theme);
    await themes.press("Enter");
  }
  await page.getByLabel(/^First day/).fill("2027-03-01");
  await page.getByLabel(/^Last day/).fill("2027-03-12");
  await page.getByLabel("Posts").fill("2");
  await page.getByLabel("Reels").fill("1");
  await page.getByRole("button", { name: "Create the campaign" }).click();
  await expect(page.getByRole("heading", { level: 1, name: CAMPAIGN })).toBeVisible();
}

async function generate(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Generate ideas" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Generate 3" }).click();
  await expect(page.getByRole("heading", { name: "3 ideas are ready" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Sandbox model").first()).toBeVisible();
  await expect(page.locator("[data-column=generated] li[data-row]")).toHaveCount(3);
  await photograph(page, "desktop-board");
}

/** Opens the first post in the editor, writes another text and saves it. */
async function editFirst(page: Page): Promise<void> {
  await page.locator("[data-column=generated] li[data-row]").first().getByRole("link").click();
  await page.getByRole("link", { name: "Open", exact: true }).click();
  await page.getByRole("tab", { name: "LinkedIn" }).click();
  const text = page.getByLabel("Text as posted");
  const long = "Forty-eight hours of patience go into one loaf. ".repeat(8);
  await text.fill(`${long}\n\nOrder today, it waits for you tomorrow.`);
  await expect(page.getByText("Fits LinkedIn's rules")).toBeVisible();
  const preview = page.getByRole("complementary", { name: "Beside the text" });
  await expect(preview.getByText("…see more")).toBeVisible();
  await choose(preview, "Phone");
  await expect(preview.getByText("…see more")).toBeVisible();
  await photograph(page, "desktop-editor");
  await page.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByText(/Saved as version 2/)).toBeVisible();
  await page.getByRole("tab", { name: "Versions" }).click();
  await expect(page.getByText("removed:").first()).toBeAttached();
  await photograph(page, "desktop-versions");
}

/** Sends every idea of the campaign and gives the client's address. */
async function send(page: Page): Promise<string> {
  await page.getByRole("link", { name: CAMPAIGN }).first().click();
  for (const box of await page.getByRole("checkbox", { name: /^Select/ }).all()) await box.check();
  await page
    .getByRole("region", { name: "Selected ideas" })
    .getByRole("button", { name: "Send to the client" })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Ida Sommer");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await expect(dialog.getByText("3 ideas are with the client now")).toBeVisible();
  const address = await dialog.getByLabel("The link is ready").inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.locator("[data-column=client_review] li[data-row]")).toHaveCount(3);
  return address;
}

/** Approves the first, asks for a change of the second about a passage, rejects the third with a reason. */
async function decide(phone: Page, address: string): Promise<void> {
  await phone.goto(address);
  await expect(phone.getByRole("heading", { level: 1, name: "Hello Ida Sommer" })).toBeVisible();
  await expectAccessible(phone);
  await photograph(phone, "phone-overview");
  await phone.getByRole("button", { name: "Start", exact: true }).click();
  await expect(phone.getByRole("button", { name: "Approve", exact: true })).toBeVisible();
  await expectAccessible(phone);
  await photograph(phone, "phone-idea");
  await phone.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(phone.getByText("Approved", { exact: true }).first()).toBeVisible();

  await choose(phone, "Read & mark");
  await selectPassage(phone);
  await photograph(phone, "phone-passage");
  await phone.getByRole("button", { name: "Change", exact: true }).click();
  const sheet = phone.getByRole("dialog");
  await sheet.getByRole("textbox").fill("Can this begin with the bread?");
  await expectAccessible(phone);
  await sheet.getByRole("button", { name: "Send the request" }).click();
  await expect(phone.getByText("Your request is on its way")).toBeVisible();

  await phone.getByRole("button", { name: "Reject", exact: true }).click();
  await phone.getByRole("dialog").getByRole("textbox").fill("We said this last year.");
  await phone.getByRole("dialog").getByRole("button", { name: "Reject", exact: true }).click();
  await expect(phone.getByText("Rejected", { exact: true }).first()).toBeVisible();
}

/** Selects the first words of the text, as a long press does. */
async function selectPassage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const walker = document.createTreeWalker(
      document.querySelector("main") ?? document.body,
      NodeFilter.SHOW_TEXT,
    );
    let longest: Text | null = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Text && node.data.length > (longest?.data.length ?? 0)) longest = node;
    }
    if (!longest) throw new Error("there is no text");
    getSelection()?.setBaseAndExtent(longest, 0, longest, 12);
  });
  await expect(page.getByRole("button", { name: /^Comment on “/ })).toBeVisible();
}

async function reviseAndResend(page: Page): Promise<void> {
  const returned = page.locator("[data-column=changes_requested] li[data-row]");
  await expect(returned.getByText("1 open comment")).toBeAttached();
  await returned.getByRole("link").click();
  await page.getByRole("link", { name: "Open", exact: true }).click();
  await page.getByRole("tab", { name: /^Comments/ }).click();
  await expect(page.getByText("Can this begin with the bread?")).toBeVisible();
  await expect(page.getByText("Ida Sommer").first()).toBeVisible();
  await page.getByRole("button", { name: "Resolve", exact: true }).click();
  await page.getByRole("tab", { name: "LinkedIn" }).click();
  await page.getByLabel("Text as posted").fill("Bread first: forty-eight hours of patience in every loaf.");
  await page.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByText(/Saved as version 2/)).toBeVisible();
  await page.getByRole("button", { name: "Send for approval" }).click();
  await expect(page.getByText("With the client").first()).toBeVisible();
}

async function approveAgain(phone: Page): Promise<void> {
  await phone.reload();
  await phone.getByRole("button", { name: /^(Continue|Start)$/ }).click();
  await expect(phone.getByRole("radio", { name: "What changed" })).toBeChecked();
  await photograph(phone, "phone-changes");
  await phone.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(phone.getByRole("heading", { name: "That was all. Thank you!" })).toBeVisible();
  await photograph(phone, "phone-done");
}

test("a brief becomes ideas, and the client decides on a phone while the producer watches", async ({
  browser,
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, "producer");
  await makeClient(page);
  await brief(page);
  await generate(page);
  await editFirst(page);
  const address = await send(page);

  const pocket: BrowserContext = await browser.newContext({
    ...devices["Pixel 7"],
    viewport: { width: 390, height: 844 },
    locale: "en-GB",
  });
  const phone = await pocket.newPage();
  await decide(phone, address);

  // Nobody reloads the producer's page: the stream of changes does.
  await expect(page.locator("[data-column=approved] li[data-row]")).toHaveCount(1);
  await expect(page.locator("[data-column=changes_requested] li[data-row]")).toHaveCount(1);
  await expect(page.locator("[data-column=rejected] li[data-row]")).toHaveCount(1);
  await photograph(page, "desktop-decided");

  await reviseAndResend(page);
  await approveAgain(phone);
  await expect(page.getByText("Approved").first()).toBeVisible();
  await pocket.close();

  await page.getByRole("link", { name: CAMPAIGN }).first().click();
  await page.getByRole("link", { name: "Activity" }).last().click();
  const log = page.getByRole("main");
  await expect(log.getByText("Ida Sommer").first()).toBeVisible();
  await expect(log.getByText(/approved/).first()).toBeVisible();
  await photograph(page, "desktop-activity");
});

// Fails when a page needs more script before it can be used than the budget allows: the entry, the
// frame and the page's own chunks with everything they import statically, gzip, as the browser loads it.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 200_000;
const FRAME = "src/shell/shell.tsx";
/** Pages that stand alone, without the signed-in frame. */
const FRAMELESS =
  /sign-in-page|sign-in-link-page|reset-page|invitation-page|email-confirm-page|consent-page|review-link-page/;

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const pages = Object.keys(manifest).filter((key) => /-page\.tsx$/.test(key) && manifest[key].isDynamicEntry);
const sizes = new Map();

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const imported of manifest[key].imports ?? []) closure(imported, seen);
  return seen;
}

function gzipBytes(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).byteLength);
  return sizes.get(file);
}

const rows = pages.map((page) => {
  const chunks = closure(page, closure(entry));
  if (!FRAMELESS.test(page)) closure(FRAME, chunks);
  // The texts of one language that every page waits for.
  for (const area of ["ui", "shell", "terms"]) chunks.add(`src/i18n/en/${area}.json`);
  const bytes = [...chunks].reduce((sum, key) => sum + gzipBytes(manifest[key].file), 0);
  return { page, bytes };
});
rows.sort((a, b) => b.bytes - a.bytes);
for (const { page, bytes } of rows) {
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${bytes > LIMIT_BYTES ? "OVER " : ""}${page}`);
}
if (rows.length === 0 || rows.some(({ bytes }) => bytes > LIMIT_BYTES)) {
  console.error(`First load must stay within ${LIMIT_BYTES / 1000} kB of script, gzip.`);
  process.exit(1);
}

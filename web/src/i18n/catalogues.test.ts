import { describe, expect, it } from "vitest";

type Catalogue = { [key: string]: string | Catalogue };

const files = import.meta.glob<Catalogue>("./{en,de}/*.json", { import: "default", eager: true });
const areas = Object.keys(files)
  .filter((path) => path.startsWith("./en/"))
  .map((path) => path.slice("./en/".length));

function flatten(catalogue: Catalogue, prefix = ""): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === "string") texts.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) texts.set(inner, text);
  }
  return texts;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([^},\s]+)/g)].map((match) => match[1] ?? "").sort();
}

it("has the same areas in both languages", () => {
  const german = Object.keys(files).filter((path) => path.startsWith("./de/")).length;
  expect(german).toBe(areas.length);
});

describe.each(areas)("%s", (area) => {
  const english = flatten(files[`./en/${area}`] ?? {});
  const german = flatten(files[`./de/${area}`] ?? {});

  it("has the same keys in both languages", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("says something everywhere, with the same placeholders", () => {
    for (const [key, text] of english) {
      expect(text.trim(), `en ${key}`).not.toBe("");
      expect(german.get(key)?.trim(), `de ${key}`).not.toBe("");
      expect(placeholders(german.get(key) ?? ""), key).toEqual(placeholders(text));
    }
  });
});

import { describe, expect, it } from "vitest";
import { countCharacters, foldOffset, LINKEDIN_FOLD, toWordEnd } from "./fold";

describe("foldOffset", () => {
  const sentence = "Most studios plan the shoot before they know what the picture is for. ";

  it("leaves a short text alone", () => {
    expect(foldOffset("Short.", LINKEDIN_FOLD.desktop)).toBe(6);
    expect(foldOffset("", LINKEDIN_FOLD.mobile)).toBe(0);
  });

  it("folds a long paragraph at the characters, at the end of a word", () => {
    const text = sentence.repeat(5);
    const desktop = foldOffset(text, LINKEDIN_FOLD.desktop);
    const mobile = foldOffset(text, LINKEDIN_FOLD.mobile);
    expect(desktop).toBeLessThanOrEqual(210);
    expect(desktop).toBeGreaterThan(195);
    expect(mobile).toBeLessThanOrEqual(140);
    expect(text[desktop]).toBe(" ");
    expect(text.slice(0, desktop).endsWith(" ")).toBe(false);
  });

  it("folds at the writer's own line breaks, blank lines included", () => {
    const text = "One line.\n\nAnother line.\nA last line.";
    expect(text.slice(0, foldOffset(text, LINKEDIN_FOLD.desktop))).toBe("One line.\n\nAnother line.");
    expect(text.slice(0, foldOffset(text, LINKEDIN_FOLD.mobile))).toBe("One line.\n");
  });

  it("does not fold away nothing but white space", () => {
    const text = "One\ntwo\nthree\n\n  ";
    expect(foldOffset(text, LINKEDIN_FOLD.desktop)).toBe(text.length);
  });

  it("counts an emoji as one character and never cuts it", () => {
    const text = "👩‍🚀".repeat(300);
    const offset = foldOffset(text, LINKEDIN_FOLD.mobile);
    expect(countCharacters(text, offset)).toBe(140);
    expect(offset % "👩‍🚀".length).toBe(0);
  });
});

describe("toWordEnd", () => {
  it("keeps a word that just fits", () => {
    expect(toWordEnd("one two three", 7)).toBe(7);
    expect(toWordEnd("one two three", 9)).toBe(7);
  });

  it("cuts inside a word that is longer than a good part of the line", () => {
    expect(toWordEnd(`a ${"x".repeat(90)}`, 60)).toBe(60);
  });
});

import { expect, it } from "vitest";
import { parseCsv, toCsv } from "~/ui/csv";

it("writes what it can read again", () => {
  const rows = [
    ["name", "note"],
    ["Mara, Okafor", 'she said "yes"\nand left'],
  ];
  expect(parseCsv(toCsv(rows))).toEqual(rows);
});

it("does not let a spreadsheet run what people typed", () => {
  expect(toCsv([["=1+1", -5]])).toBe("'=1+1,-5\r\n");
});

it("understands the semicolons of a German spreadsheet", () => {
  expect(parseCsv("email;name\r\nida@x.test;Ida\r\n\r\n")).toEqual([
    ["email", "name"],
    ["ida@x.test", "Ida"],
  ]);
});

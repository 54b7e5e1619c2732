import { expect, it } from "vitest";
import { attributeText, fieldsOf, readAttributes, schemaOf } from "~/profiles/schema-fields";
import type { JsonSchema } from "~/profiles/types";

const schema: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    height_cm: { type: "integer", title: "Height", minimum: 100, maximum: 230, "x-unit": "cm" },
    hair: { type: "string", enum: ["brown", "black"], description: "As it is now" },
    skills: { type: "array", items: { type: "string", enum: ["ride", "swim"] } },
    languages: { type: "array", items: { type: "string", pattern: "^[a-z]{2}$" }, maxItems: 20 },
    has_licence: { type: "boolean" },
    free_from: { type: "string", format: "date" },
  },
  required: ["height_cm"],
};

it("reads a schema and writes the same one back, with what it does not know", () => {
  const written = schemaOf(fieldsOf(schema), schema);
  const plain = Object.entries(written.properties ?? {}).map(([name, { "x-order": _order, ...rest }]) => [
    name,
    rest,
  ]);
  expect({ ...written, properties: Object.fromEntries(plain) }).toEqual(schema);
});

it("keeps the order of the attributes where names of an object come back in another", () => {
  const [height, hair, ...others] = fieldsOf(schema);
  const moved = [hair, height, ...others].flatMap((field) => field ?? []);
  const { properties = {}, ...written } = schemaOf(moved, schema);
  const shuffled = { ...written, properties: Object.fromEntries(Object.entries(properties).reverse()) };
  expect(fieldsOf(shuffled).map(({ name }) => name)).toEqual(moved.map(({ name }) => name));
});

it("knows the kind of each attribute", () => {
  expect(fieldsOf(schema).map(({ type }) => type)).toEqual([
    "integer",
    "choice",
    "choices",
    "tags",
    "boolean",
    "date",
  ]);
});

it("takes values from a form as the schema wants them", () => {
  const values = new FormData();
  values.set("attributes.height_cm", "178");
  values.set("attributes.hair", "");
  values.append("attributes.skills", "ride");
  values.append("attributes.skills", "swim");
  values.set("attributes.has_licence", "false");
  expect(readAttributes(fieldsOf(schema), values)).toEqual({
    height_cm: 178,
    skills: ["ride", "swim"],
    has_licence: false,
  });
});

it("leaves a wrong number for the server to refuse in words", () => {
  const values = new FormData();
  values.set("attributes.height_cm", "tall");
  expect(readAttributes(fieldsOf(schema), values)).toEqual({ height_cm: "tall" });
});

it("shows values with their unit", () => {
  const [height] = fieldsOf(schema);
  expect(attributeText(178, height, "yes", "no")).toBe("178 cm");
  expect(attributeText(true, undefined, "yes", "no")).toBe("yes");
  expect(attributeText(["de", "pt"], undefined, "yes", "no")).toBe("de, pt");
});

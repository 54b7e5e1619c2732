import type { Attributes, JsonSchema } from "~/profiles/types";

export const FIELD_TYPES = [
  "text",
  "long_text",
  "integer",
  "number",
  "boolean",
  "choice",
  "choices",
  "tags",
  "date",
  "link",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** An attribute as a person describes it; `rest` is what its schema says beyond that. */
export interface SchemaField {
  name: string;
  label: string;
  type: FieldType;
  isRequired: boolean;
  unit: string;
  options: string[];
  minimum: number | null;
  maximum: number | null;
  maxLength: number | null;
  rest: JsonSchema;
}

const LONG_FROM = 400;

/** In the order that people gave them: a database need not keep the order of an object's names. */
export function fieldsOf(schema: JsonSchema): SchemaField[] {
  const properties = Object.entries(schema.properties ?? {});
  const place = ([, property]: [string, JsonSchema]) =>
    typeof property["x-order"] === "number" ? property["x-order"] : properties.length;
  return properties
    .toSorted((a, b) => place(a) - place(b))
    .map(([name, property]) => {
      const {
        title,
        enum: _enum,
        minimum,
        maximum,
        maxLength,
        type: _type,
        format: _format,
        ...others
      } = property;
      const { "x-unit": unit, "x-order": _order, ...rest } = others;
      const type = typeOf(property);
      const { items } = property;
      const options =
        type === "choices" ? (items?.enum ?? []) : type === "choice" ? (property.enum ?? []) : [];
      return {
        name,
        label: title ?? "",
        type,
        isRequired: schema.required?.includes(name) ?? false,
        unit: typeof unit === "string" ? unit : "",
        options: options.map(String),
        minimum: minimum ?? null,
        maximum: maximum ?? null,
        maxLength: maxLength ?? null,
        rest,
      };
    });
}

function typeOf(property: JsonSchema): FieldType {
  const type = Array.isArray(property.type) ? property.type.find((one) => one !== "null") : property.type;
  if (type === "array") return property.items?.enum ? "choices" : "tags";
  if (type === "integer" || type === "number" || type === "boolean") return type;
  if (property.enum) return "choice";
  if (property.format === "date") return "date";
  if (property.format === "uri") return "link";
  return (property.maxLength ?? 0) >= LONG_FROM ? "long_text" : "text";
}

export function schemaOf(fields: readonly SchemaField[], base: JsonSchema): JsonSchema {
  return {
    ...base,
    type: "object",
    properties: Object.fromEntries(
      fields.map((field, at) => [field.name, { ...propertyOf(field), "x-order": at }]),
    ),
    required: fields.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  };
}

function propertyOf({
  label,
  type,
  unit,
  options,
  minimum,
  maximum,
  maxLength,
  rest,
}: SchemaField): JsonSchema {
  const { items: _items, ...others } = rest;
  const property: JsonSchema = { ...others };
  if (label) property.title = label;
  if (unit) property["x-unit"] = unit;
  switch (type) {
    case "integer":
    case "number":
      property.type = type;
      if (minimum !== null) property.minimum = minimum;
      if (maximum !== null) property.maximum = maximum;
      break;
    case "boolean":
      property.type = "boolean";
      break;
    case "choice":
      property.type = "string";
      property.enum = options;
      break;
    case "choices":
      property.type = "array";
      property.items = { ...rest.items, type: "string", enum: options };
      break;
    case "tags": {
      const { enum: _choices, ...items } = rest.items ?? {};
      property.type = "array";
      property.items = { ...items, type: "string" };
      break;
    }
    case "date":
      property.type = "string";
      property.format = "date";
      break;
    case "link":
      property.type = "string";
      property.format = "uri";
      break;
    default:
      property.type = "string";
      if (type === "long_text") property.maxLength = Math.max(LONG_FROM, maxLength ?? 2_000);
      else if (maxLength !== null) property.maxLength = maxLength;
  }
  return property;
}

/** The values of a form's controls, named `attributes.<name>`, as the schema wants them. Empty is left out. */
export function readAttributes(fields: readonly SchemaField[], values: FormData): Attributes {
  const attributes: Attributes = {};
  for (const field of fields) {
    const value = readOne(field, values);
    if (value !== undefined) attributes[field.name] = value;
  }
  return attributes;
}

function readOne({ name, type }: SchemaField, values: FormData): unknown {
  const control = `attributes.${name}`;
  if (type === "choices" || type === "tags") {
    const all = values.getAll(control).filter((value) => value !== "");
    return all.length > 0 ? all.map(String) : undefined;
  }
  const text = String(values.get(control) ?? "").trim();
  if (text === "") return undefined;
  if (type === "boolean") return text === "true";
  if (type === "integer" || type === "number") {
    const number = Number(text.replace(",", "."));
    return Number.isNaN(number) ? text : number;
  }
  return text;
}

/** A value for people: with its unit, lists with commas. */
export function attributeText(
  value: unknown,
  field: SchemaField | undefined,
  yes: string,
  no: string,
): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? yes : no;
  if (Array.isArray(value)) return value.map(String).join(", ");
  return field?.unit ? `${String(value)} ${field.unit}` : String(value);
}

export function labelOf({ label, name }: Pick<SchemaField, "label" | "name">): string {
  if (label) return label;
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** A value of a record as lines of text: one line an entry, names before values. */
export function valueText(value: unknown, depth = 0): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) {
    return value.map((part) => valueText(part, depth + 1)).join(depth === 0 ? "\n" : ", ");
  }
  if (typeof value !== "object") return String(value);
  const lines = Object.entries(value).map(([name, part]) => {
    const text = valueText(part, depth + 1);
    const isBlock = typeof part === "object" && part !== null && !Array.isArray(part);
    return isBlock ? `${name}:\n${indent(text)}` : `${name}: ${text}`;
  });
  return lines.join("\n");
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

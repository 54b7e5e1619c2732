// The API counts positions in Unicode code points; the DOM and JavaScript strings count UTF-16
// units. These two are the only places that convert.

/** Code points before the UTF-16 offset. An offset inside a surrogate pair counts the pair. */
export function toCodePoints(text: string, offset: number): number {
  let points = 0;
  let units = 0;
  while (units < Math.min(offset, text.length)) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
    points++;
  }
  return points;
}

/** The UTF-16 offset after that many code points, never past the end. */
export function toUnits(text: string, points: number): number {
  let units = 0;
  for (let seen = 0; seen < points && units < text.length; seen++) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

export function countCodePoints(text: string): number {
  return toCodePoints(text, text.length);
}

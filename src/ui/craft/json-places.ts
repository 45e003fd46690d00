/*
 * Where each value of a JSON text stands, named by its JSON pointer (RFC 6901), so that form, octets and text can point at
 * each other. The text may be half typed: what stands before the first fault is found all the same.
 */

/** Offsets in UTF-16 units; `from` is where the member's name or, without one, the value begins. */
export interface JsonPlace {
  readonly path: string;
  readonly from: number;
  readonly valueFrom: number;
  to: number;
}

/** Deeper texts are no descriptions. */
const MAX_DEPTH = 200;

const SPACE = /[\s]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}:"[{]+/y;

/** Values in the order of the text, outer ones first. */
export function jsonPlaces(text: string): readonly JsonPlace[] {
  const places: JsonPlace[] = [];
  let at = 0;
  const match = (form: RegExp): string | undefined => {
    form.lastIndex = at;
    const found = form.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const skip = (sign: string): boolean => {
    match(SPACE);
    if (text[at] !== sign) return false;
    at++;
    return true;
  };
  /** False at the first fault: the places so far are closed there. */
  const value = (path: string, from: number | undefined, depth: number): boolean => {
    match(SPACE);
    const place = { path, from: from ?? at, valueFrom: at, to: text.length };
    places.push(place);
    if (depth > MAX_DEPTH) return false;
    const isWhole = text[at] === '{' ? members(path, depth) : text[at] === '[' ? items(path, depth) : scalar();
    if (isWhole) place.to = at;
    return isWhole;
  };
  const scalar = (): boolean => (match(STRING) ?? match(SCALAR)) !== undefined;
  const members = (path: string, depth: number): boolean => {
    at++;
    if (skip('}')) return true;
    do {
      match(SPACE);
      const from = at;
      const name = match(STRING);
      if (name === undefined || !skip(':') || !value(`${path}/${pointerPart(unquoted(name))}`, from, depth + 1))
        return false;
    } while (skip(','));
    return skip('}');
  };
  const items = (path: string, depth: number): boolean => {
    at++;
    if (skip(']')) return true;
    let index = 0;
    do if (!value(`${path}/${index++}`, undefined, depth + 1)) return false;
    while (skip(','));
    return skip(']');
  };
  value('', undefined, 0);
  return places;
}

function unquoted(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}

export const pointerPart = (name: string): string => name.replace(/~/g, '~0').replace(/\//g, '~1');

/** The place of a path, or of the nearest thing around it. */
export function placeOfPath(places: readonly JsonPlace[], path: string): JsonPlace | undefined {
  for (let wanted = path; ; wanted = wanted.slice(0, wanted.lastIndexOf('/'))) {
    const found = places.find((place) => place.path === wanted);
    if (found !== undefined || wanted === '') return found;
  }
}

/** The innermost value around an offset. */
export function pathAtOffset(places: readonly JsonPlace[], offset: number): string | undefined {
  let best: string | undefined;
  for (const { path, from, to } of places) {
    if (from > offset) break;
    if (to >= offset) best = path;
  }
  return best;
}

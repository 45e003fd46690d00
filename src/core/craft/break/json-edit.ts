import type { DescriptionJson } from '../describe.ts';

/*
 * Changes of a description as a plain value. Each gives another description and leaves the one it was given as it is;
 * undefined when the change cannot be made there.
 */

/** A part of a description that changes can be made to; lists are `layers` and the lists in it. */
type Json = unknown;

export type Change = (description: DescriptionJson) => DescriptionJson | undefined;

/** Steps of a JSON pointer. */
export function stepsOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** Replaces the value of the item at a path. */
export function setItem(path: string, value: Json): Change {
  return (description) => change(description, stepsOf(path), () => value);
}

/** Replaces the element of a list that holds the item at a path by any number of elements. */
export function replaceElement(path: string, by: (element: Json, behind: readonly Json[]) => readonly Json[]): Change {
  const steps = stepsOf(path);
  const index = Number(steps.at(-2));
  return (description) =>
    change(description, steps.slice(0, -2), (list) => {
      if (!Array.isArray(list) || index >= list.length) return undefined;
      return [...list.slice(0, index), ...by(list[index], list.slice(index + 1))];
    });
}

export const removeItem = (path: string): Change => replaceElement(path, (_, behind) => behind);

export const repeatItem = (path: string): Change =>
  replaceElement(path, (element, behind) => [element, element, ...behind]);

/** Exchanges an item and the one behind it. */
export const swapWithNext = (path: string): Change =>
  replaceElement(path, (element, [next, ...rest]) => (next === undefined ? [element] : [next, element, ...rest]));

/** Adds octets behind an item, in its list. */
export const octetsBehind = (path: string, hex: string): Change =>
  replaceElement(path, (element, behind) => [element, { 'data.data': { hex } }, ...behind]);

/**
 * Ends the message before an item: it and all that stands behind it in its list and the lists around it, up to its layer.
 * @param kept octets of the item, a group, that stay in it, as hexadecimal digits
 */
export function cutBefore(path: string, kept = ''): Change {
  return (description) => {
    const name = stepsOf(path).at(-1) ?? '';
    const rest = kept === '' ? [] : [{ [name]: [{ 'data.data': { hex: kept } }] }];
    let cut = replaceElement(path, () => rest)(description);
    for (let steps = stepsOf(path).slice(0, -2); steps.length > 4 && cut !== undefined; steps = steps.slice(0, -2)) {
      const outer = `/${steps.map((step) => step.replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`;
      cut = replaceElement(outer, (element) => [element])(cut);
    }
    return cut;
  };
}

/** One change after another. */
export function both(first: Change, second: Change): Change {
  return (description) => {
    const once = first(description);
    return once === undefined ? undefined : second(once);
  };
}

function change(
  description: DescriptionJson,
  steps: readonly string[],
  by: (value: Json) => Json,
): DescriptionJson | undefined {
  const changed = changedAt(description, steps, by);
  return changed === undefined ? undefined : (changed as DescriptionJson);
}

function changedAt(value: Json, steps: readonly string[], by: (value: Json) => Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return by(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const inner = changedAt((value as Readonly<Record<string, Json>>)[step], rest, by);
  if (inner === undefined) return undefined;
  if (Array.isArray(value)) return value.map((element: Json, index) => (index === Number(step) ? inner : element));
  return { ...value, [step]: inner };
}

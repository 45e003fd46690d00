import type { Field } from '../../codec/field.ts';
import { ELEMENTS, type ElementPart } from './elements.ts';
import { f } from './fields.ts';

/** Every row of a user data header. */
export const IN_HEADER: readonly Field[] = [
  f.header,
  f.headerLength,
  f.element,
  f.elementId,
  f.elementLength,
  f.elementData,
  ...[...ELEMENTS.values()].flatMap(({ parts }) => parts.flatMap(rowsOf)),
];

/** All other rows of user data. */
export const BEHIND_HEADER: readonly Field[] = Object.values(f).filter((field) => !IN_HEADER.includes(field));

function rowsOf(part: ElementPart): readonly Field[] {
  return 'group' in part ? [part.group, ...part.parts.map(({ field }) => field)] : [part.field];
}

import { fields } from '../codec/field.ts';
import type { Dissector } from '../dissect/registry.ts';

const f = fields({ octets: { filter: 'test.push', type: 'bytes', label: 'Push' } });

/** Protocol number that `standIn` leaves in the summary of a packet. */
export const STAND_IN = 99;

/** Stands for the protocol that a bearer carries: takes all octets as one row, and says ` push` in the Info column. */
export const standIn: Dissector = {
  id: 'push',
  name: 'PUSH',
  summarize(_bytes, _start, _end, row) {
    row.protocol = STAND_IN;
  },
  dissect(cursor, context) {
    context.info += ' push';
    if (cursor.octetsLeft > 0) cursor.octets(f.octets, cursor.octetsLeft);
  },
};

import type { Cursor } from '../../codec/cursor.ts';
import { field, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';

const data = field({ filter: 'data', type: 'protocol', label: 'Data', doc: 'Octets without a known protocol.' });

const dissector: Dissector = {
  id: 'data',
  name: 'Data',
  dissect(cursor: Cursor, context: Context): void {
    const octets = cursor.octetsLeft;
    const row = cursor.open(data);
    if (octets > 0) cursor.octets(UNDECODED, octets);
    cursor.close(row);
    context.info = `${octets} ${octets === 1 ? 'octet' : 'octets'}`;
  },
};

/** Octets that are to be shown as they are. */
export function register(to: Registry): void {
  to.protocol(dissector, [data]);
  to.bind('layer', 'data', dissector);
  to.bind('dissector.name', 'data', dissector);
}

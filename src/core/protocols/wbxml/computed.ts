import { octetsBehind, octetsBeside } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of a document follows from the rest of it. */
export function computeWbxml(to: Registry): void {
  to.computes('wbxml.string_table.length', octetsBeside('wbxml.string_table')).computes(
    'wbxml.opaque_length',
    octetsBehind(),
  );
}

import { behind, type Compute } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** Octets of the information field: what stands behind the length field, without what fills the block. */
const length: Compute = ({ part }) => {
  const field = part.parent;
  if (field === undefined) return undefined;
  const layer = field.parent;
  const contents = [...behind(field), ...(layer === undefined ? [] : behind(layer))];
  const last = contents.findLast(({ name }) => name !== 'lapdm.fill' && name !== 'lapdm.fill_octets');
  return last === undefined ? 0 : Math.ceil((last.end - field.end) / 8);
};

/** What of a block follows from the rest of it. */
export function computeLapdm(to: Registry): void {
  to.computes('lapdm.length', length);
}

import type { Field } from '../../codec/field.ts';
import { exchangeFields } from './exchanges.ts';
import { f } from './fields.ts';
import { PARAMETERS, f as parameterBits } from './parameters.ts';

/** Every row of a PDU. */
export const ALL_FIELDS: readonly Field[] = [
  ...Object.values(f),
  ...Object.values(exchangeFields),
  ...Object.values(parameterBits),
  ...[...PARAMETERS.values()].map(({ field }) => field),
];

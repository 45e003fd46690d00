import type { HeaderGrammar } from '../../dissect/text-headers.ts';
import { FORM, f, VALUES } from './fields.ts';
import { readValue } from './header-values.ts';
import { HEADER_RULES } from './rules.ts';
import { COMPACT } from './tables/headers.ts';

/** How the header section of SIP is read. */
export const GRAMMAR: HeaderGrammar = {
  fields: FORM,
  rules: HEADER_RULES,
  line: f.header,
  values: VALUES,
  unknown: f.otherHeader,
  compact: COMPACT,
  tightColon: false,
  flat: false,
  readValue: (cursor, header) => readValue(cursor, header, VALUES.get(header.key), FORM.separator),
};

import { type Field, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import { alertDs12, fDs, syncCount } from './ds12.ts';
import { f } from './fields.ts';
import { fSamsung } from './samsung.ts';
import { f12, header12 } from './v12.ts';
import { header13 } from './v13.ts';
import { header20 } from './v20.ts';

/** Every row of a notification but those of the fixed headers; what would be read of the rest is undecoded when it is left. */
const BEHIND: readonly Field[] = rowsBehind();

function rowsBehind(): Field[] {
  const headers = new Set<Field>([...header12.fields, ...header13.fields, ...header20.fields]);
  const all = [f, f12, fDs, fSamsung].flatMap((fields): readonly Field[] => Object.values(fields));
  return [...new Set([...all, ...alertDs12.fields, ...syncCount.fields, UNDECODED])].filter(
    (field) => !headers.has(field),
  );
}

/** True when nothing is asked for but rows of the fixed header: options, texts and digest need not be read. */
export function isHeaderEnough(context: Context): boolean {
  return context.wants !== undefined && !context.asksInfo && !context.asksAny(BEHIND);
}

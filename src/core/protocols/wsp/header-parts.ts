import { field as declare, type Field, type ValueNames } from '../../codec/field.ts';
import { codeField, v } from './fields.ts';
import { type IntegerInput, qText, qValue, shortInteger, type WireInteger } from './integers.ts';
import { isInteger, isText, parameter } from './parameter.ts';
import { RULES } from './rules.ts';
import { textString, tokenText } from './texts.ts';
import { choice, many, only, optional, type ValueCodec } from './value.ts';

export const RULE = RULES['WSP-008'];

/** `short` for 0x80 and above, `counted` for a Value-length, else `text`. */
export const byForm = (octet: number) => (octet >= 0x80 ? 'short' : octet === 0 || octet >= 0x20 ? 'text' : 'counted');
export const shortOrText = (octet: number) => (octet >= 0x80 ? 'short' : isText(octet) ? 'text' : undefined);
export const shortOrCounted = (octet: number) =>
  octet >= 0x80 ? 'short' : octet > 0 && octet < 0x20 ? 'counted' : undefined;
export const integerOrText = (octet: number) => (isInteger(octet) ? 'integer' : isText(octet) ? 'text' : undefined);

/** Text-string that leaves octets of other forms alone. */
export function text(field: Field = v.text) {
  return only('text', isText, textString(field), RULE);
}

export function word(label: string, names: ValueNames, doc: string, spec = 'WAP-230 8.4.2') {
  return shortInteger(codeField(label, names, doc, spec));
}

/** A number whose leaf shows the word it stands for. */
export function wordAs(field: Field, names: ReadonlyMap<number, string>): ValueCodec<WireInteger, IntegerInput> {
  const plain = shortInteger(field);
  return {
    ...plain,
    read(cursor) {
      const read = plain.read(cursor);
      if (!cursor.failed)
        cursor.tree.setText(cursor.tree.length - 1, names.get(Number(read.value)) ?? String(read.value));
      return read;
    },
    text: ({ value }) => names.get(Number(value)) ?? String(value),
  };
}

export function field(
  filter: string,
  type: Field['type'],
  label: string,
  doc: string,
  spec: string,
  names?: ValueNames,
): Field {
  return declare({ filter, type, label, doc, spec, names });
}

export const q = optional(qValue);
export const qNote = (value: { readonly q: WireInteger | undefined }) =>
  value.q === undefined ? undefined : `q=${qText(Number(value.q.value))}`;

export const parameters = many(parameter);
export const parametersNote = (list: Parameters<typeof parameters.text>[0]) =>
  list.length === 0 ? undefined : parameters.text(list);

/** A code or a token, alone or with more behind a Value-length. */
export function codeOrToken(code: ValueCodec<WireInteger, IntegerInput>) {
  return choice('a code or text', RULE, shortOrText, { short: code, text: tokenText(v.text) });
}

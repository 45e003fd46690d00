/** A client address: `WAPPUSH=client/TYPE=type@host`. */
export interface ClientAddress {
  /** With `%` escapes resolved, quotes taken off. */
  readonly client: string;
  /** Upper case. */
  readonly type: string;
  readonly host: string | undefined;
  /** What is wrong with it, undefined when nothing is. */
  readonly fault: string | undefined;
}

const BEARER_TYPES: ReadonlySet<string> = new Set([
  'GSM_MSISDN',
  'ANSI_136_MSISDN',
  'IS_637_MSISDN',
  'IDEN_MSISDN',
  'FLEX_MSISDN',
  'PHS_MSISDN',
  'GSM_SERVICE_CODE',
  'TETRA_ITSI',
  'TETRA_MSISDN',
  'REFLEX_MSISDN',
  'MAN',
]);

/** How a client must look, by type. */
const FORMS: ReadonlyMap<string, readonly [RegExp, string]> = new Map([
  ['PLMN', [/^\+\d[\d.-]*$/, 'a plus sign and an international number']],
  [
    'IPV4',
    [
      /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/,
      'four numbers up to 255 with dots between them',
    ],
  ],
  ['IPV6', [/^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/, 'groups of hexadecimal digits with colons between them']],
  ['USER', [/^.+$/, 'an identifier']],
  ['URI', [/^[A-Za-z][A-Za-z0-9+.-]*:.+$/, 'a URI with its scheme']],
]);

/** Takes a client address apart; undefined when it does not have the form at all. */
export function clientAddress(text: string): ClientAddress | undefined {
  const start = /^\/?WAPPUSH=/i.exec(text);
  if (start === null) return undefined;
  const rest = text.slice(start[0].length);
  const types = [...rest.matchAll(/\/TYPE=/gi)];
  const last = types.at(-1);
  if (last === undefined) return undefined;
  const tail = rest.slice(last.index + last[0].length);
  const at = tail.indexOf('@');
  const type = (at < 0 ? tail : tail.slice(0, at)).toUpperCase();
  const quoted = rest.slice(0, last.index);
  // Qualifiers may stand between client and type; a client in quotes may hold slashes itself.
  const end = quoted.startsWith('"') ? quoted.indexOf('"', 1) + 1 : quoted.indexOf('/');
  const client = unescaped(end > 0 ? quoted.slice(0, end) : quoted);
  const form = FORMS.get(type);
  let fault: string | undefined;
  if (form === undefined && !BEARER_TYPES.has(type)) fault = `the type ${type} is none that is known`;
  else if (client === '') fault = 'the client is empty';
  else if (form !== undefined && !form[0].test(client)) fault = `"${client}" is not ${form[1]}`;
  return { client, type, host: at < 0 ? undefined : tail.slice(at + 1), fault };
}

function unescaped(text: string): string {
  const inner = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  try {
    return decodeURIComponent(inner);
  } catch {
    return inner;
  }
}

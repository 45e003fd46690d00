import { fromLatin1 } from '../../base/bytes.ts';
import { FormatFault, type FormatItem } from './item.ts';
import { headerOctets, sendings } from './layers.ts';
import { commentLine } from './safe-text.ts';

const METHOD = /^([A-Z]+) \S+ SIP\/2\.0$/;
/** Characters that stand for themselves in a scenario: no brackets (keywords), backslashes or parts of XML. */
const PLAIN = /[A-Za-z0-9 .,:;@/=+*_~!#$%'()-]/;

/** Octets as sipp's escapes where they are not plain; a line break ends a line, and sipp sends it as CR LF. */
function escaped(octets: Uint8Array): string {
  let out = '';
  for (const octet of octets) {
    const character = String.fromCharCode(octet);
    out += PLAIN.test(character) ? character : `\\x${octet.toString(16).padStart(2, '0').toUpperCase()}`;
  }
  return out;
}

interface SipMessage {
  readonly method: string;
  readonly lines: readonly Uint8Array[];
  readonly body: Uint8Array;
  readonly octets: number;
}

function messageIn(bytes: Uint8Array): SipMessage | undefined {
  const end = headerOctets(bytes);
  if (end < 0) return undefined;
  const text = fromLatin1(bytes.subarray(0, end + 2));
  const lines: Uint8Array[] = [];
  for (let at = 0; at <= end; ) {
    const stop = text.indexOf('\r\n', at);
    lines.push(bytes.subarray(at, stop));
    at = stop + 2;
  }
  const [, method] = METHOD.exec(fromLatin1(lines[0] ?? new Uint8Array(0))) ?? [];
  if (method === undefined) return undefined;
  const stated = /^(?:content-length|l)[ \t]*:[ \t]*(\d{1,7})[ \t]*$/im.exec(text.slice(0, end))?.[1];
  const from = end + 4;
  const to = stated === undefined ? bytes.length : Math.min(bytes.length, from + Number(stated));
  return { method, lines, body: bytes.subarray(from, to), octets: to };
}

function step({ method, lines, body }: SipMessage): string {
  const head = lines.map((line) => `${escaped(line)}\n`).join('');
  const expected = method === 'ACK' ? '' : '  <recv response="100" optional="true"/>\n  <recv response="200"/>\n';
  return `  <send>\n    <![CDATA[\n${head}\n${escaped(body)}]]>\n  </send>\n${expected}`;
}

/**
 * A scenario for sipp that sends the SIP requests as they are and waits for 200 after each. Messages begin with their own
 * Call-ID, so that sipp is to be called with `-m 1`.
 * @throws FormatFault when no packet has a SIP request
 */
export function asSipp(items: readonly FormatItem[]): string {
  const messages: SipMessage[] = [];
  let host = '';
  for (const sending of sendings(items)) {
    let { payload } = sending;
    for (let found = messageIn(payload); found !== undefined; found = messageIn(payload)) {
      host ||= `${sending.destination} port ${sending.destinationPort}, ${sending.kind.toUpperCase()}`;
      messages.push(found);
      payload = payload.subarray(found.octets);
    }
  }
  if (messages.length === 0)
    throw new FormatFault('no packet has a SIP request; a scenario of sipp sends nothing else');
  const about = commentLine(`sent to ${host}`).replaceAll('-', '.');
  return `<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- ${about} -->\n<scenario name="Pushscope">\n${messages.map(step).join('')}</scenario>\n`;
}

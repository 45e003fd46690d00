import { toUtf8 } from '../../base/bytes.ts';
import type { CraftFormat } from '../views.ts';
import { asC, asJava, asPython, asTypeScript } from './arrays.ts';
import { asAtCommands } from './at-commands.ts';
import { asPcap, asPcapng } from './captures.ts';
import { asDescriptions } from './descriptions.ts';
import { FormatFault, type FormatItem } from './item.ts';
import { asBase64, asHex, asHexDump, asRaw, asXxd } from './octets.ts';
import { asPdml } from './pdml.ts';
import { asCurl, asNetcat } from './shell.ts';
import { asSipp } from './sipp.ts';

interface Format extends CraftFormat {
  /** What it can take, for people. */
  readonly takes: string;
  readonly write: (items: readonly FormatItem[]) => Uint8Array | string;
}

const ANY = 'any packets';

const FORMATS: readonly Format[] = [
  { id: 'pcap', name: 'pcap', extension: 'pcap', takes: 'packets of one link type', write: asPcap },
  { id: 'pcapng', name: 'pcapng', extension: 'pcapng', takes: ANY, write: asPcapng },
  { id: 'raw', name: 'Raw binary', extension: 'bin', takes: ANY, write: asRaw },
  { id: 'hex', name: 'Hex', extension: 'hex', takes: ANY, write: asHex },
  { id: 'hexdump', name: 'Hex dump (text2pcap)', extension: 'txt', takes: ANY, write: asHexDump },
  { id: 'xxd', name: 'Hex dump (xxd)', extension: 'xxd', takes: ANY, write: asXxd },
  { id: 'c', name: 'C array', extension: 'h', takes: ANY, write: asC },
  { id: 'java', name: 'Java array', extension: 'java', takes: ANY, write: asJava },
  { id: 'python', name: 'Python bytes', extension: 'py', takes: ANY, write: asPython },
  { id: 'typescript', name: 'TypeScript array', extension: 'ts', takes: ANY, write: asTypeScript },
  { id: 'base64', name: 'Base64', extension: 'b64', takes: ANY, write: asBase64 },
  {
    id: 'pdu',
    name: 'AT commands (PDU mode)',
    extension: 'at',
    takes: 'packets with a short message (SMS-SUBMIT or SMS-DELIVER)',
    write: asAtCommands,
  },
  { id: 'json', name: 'JSON descriptions', extension: 'jsonl', takes: ANY, write: asDescriptions },
  { id: 'pdml', name: 'PDML', extension: 'pdml', takes: ANY, write: asPdml },
  { id: 'netcat', name: 'Shell: netcat', extension: 'sh', takes: 'packets with UDP or TCP over IP', write: asNetcat },
  { id: 'curl', name: 'Shell: curl', extension: 'sh', takes: 'HTTP requests over TCP', write: asCurl },
  { id: 'sipp', name: 'sipp scenario', extension: 'xml', takes: 'SIP requests over UDP or TCP', write: asSipp },
].map((format) => ({ ...format, isText: !['pcap', 'pcapng', 'raw'].includes(format.id) }));

/** What can be offered to a user, with what each can take. */
export const formats: readonly (CraftFormat & { readonly takes: string })[] = FORMATS.map(
  ({ id, name, extension, isText, takes }) => ({ id, name, extension, isText, takes }),
);

/**
 * Packets in a format; text is UTF-8.
 * @throws FormatFault that says why packets cannot be written in the format
 */
export function exportAs(items: readonly FormatItem[], format: string): Uint8Array {
  const found = FORMATS.find(({ id }) => id === format);
  if (found === undefined)
    throw new FormatFault(`there is no format "${format}"; there are ${FORMATS.map(({ id }) => id).join(', ')}`);
  if (items.length === 0) throw new FormatFault('there are no packets to export');
  const written = found.write(items);
  return typeof written === 'string' ? toUtf8(written) : written;
}

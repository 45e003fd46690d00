import { execFileSync, spawn } from 'node:child_process';
import { Parser } from 'htmlparser2';

/** Values of a packet by filter name, each as tshark's `show` and its octets. */
export type TheirPacket = ReadonlyMap<string, readonly TheirValue[]>;

export interface TheirReading {
  readonly packets: readonly TheirPacket[];
  /** What tshark numbers, to the number of the packet: it counts blocks of pcapng that are no packets. */
  readonly numbers: ReadonlyMap<number, number>;
}

export interface TheirValue {
  readonly show: string;
  /** Hexadecimal digits; empty for what stands in no octets. */
  readonly octets: string;
}

/**
 * What makes tshark read what it otherwise passes over: it knows no port for OBEX and ALC and takes WAP ports of short
 * messages for what they are only when told so. Checksums are judged and TCP numbers absolute, as they are here.
 */
const OPTIONS = [
  ...[
    'gsm_sms_ud.port_number_udh_means_wsp:TRUE',
    'tcp.desegment_tcp_streams:TRUE',
    'tcp.relative_sequence_numbers:FALSE',
    'ip.check_checksum:TRUE',
    'tcp.check_checksum:TRUE',
    'udp.check_checksum:TRUE',
  ].flatMap((preference) => ['-o', preference]),
  ...['tcp.port==650,obex', 'udp.port==4001,alc', 'tcp.port==2775,smpp'].flatMap((decodeAs) => ['-d', decodeAs]),
];

/** The version of the tshark that is installed, or undefined. */
export function tsharkVersion(): string | undefined {
  try {
    const said = execFileSync('tshark', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return /\d+\.\d+\.\d+/.exec(said)?.[0];
  } catch {
    return undefined;
  }
}

/**
 * Packets of a capture file as tshark reads them, in two passes as its window does. PDML of a large capture is many times
 * its size, so it is read as it comes and only the names that `wanted` takes are kept.
 * @param limit packets to read; all when left out
 */
export async function readWithTshark(
  file: string,
  wanted: (name: string) => boolean,
  limit?: number,
): Promise<TheirReading> {
  const count = limit === undefined ? [] : ['-c', String(limit)];
  const tshark = spawn('tshark', ['-r', file, '-n', '-2', ...count, ...OPTIONS, '-T', 'pdml'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const packets: Map<string, TheirValue[]>[] = [];
  const numbers = new Map<number, number>();
  let counted = 0;
  let isPacket = false;
  let fields = new Map<string, TheirValue[]>();
  const parser = new Parser(
    {
      onopentag: (tag, { name = '', show = '', value = '' }) => {
        if (tag === 'packet') {
          counted++;
          isPacket = false;
          fields = new Map();
        }
        if (tag !== 'field') return;
        // Blocks that are no packets have no link type.
        if (name === 'frame.encap_type') isPacket = true;
        if (!wanted(name)) return;
        const values = fields.get(name);
        if (values === undefined) fields.set(name, [{ show, octets: value }]);
        else values.push({ show, octets: value });
      },
      onclosetag: (tag) => {
        if (tag === 'packet' && isPacket) numbers.set(counted, packets.push(fields));
      },
    },
    { xmlMode: true },
  );
  const failed = new Promise<void>((_resolve, reject) => {
    tshark.once('error', reject);
  });
  const reading = (async () => {
    tshark.stdout.setEncoding('utf8');
    for await (const chunk of tshark.stdout) parser.write(String(chunk));
    parser.end();
  })();
  await Promise.race([reading, failed]);
  return { packets, numbers };
}

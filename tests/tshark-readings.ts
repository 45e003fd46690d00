import { execFileSync } from 'node:child_process';

/** One field of a packet as tshark reads it. */
export interface Reading {
  readonly name: string;
  readonly show: string;
  /** Octets, in the packet or in reassembled octets. */
  readonly at: number;
  readonly size: number;
  /** True when the field has a bit mask: then `size` counts the octets that the mask lies in. */
  readonly masked: boolean;
}

const PREFERENCES = [
  'tcp.relative_sequence_numbers:FALSE',
  'ip.check_checksum:TRUE',
  'udp.check_checksum:TRUE',
  'tcp.check_checksum:TRUE',
];

export function hasTshark(): boolean {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };

function attribute(tag: string, name: string): string {
  const text = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return text.replace(/&([a-z0-9#]+);/g, (all, entity: string) => ENTITIES[entity] ?? all);
}

/** The fields of every packet of a capture file, as tshark reads it; `wanted` says which names to keep. */
export function tsharkReadings(file: string, wanted: (name: string) => boolean): Reading[][] {
  const options = PREFERENCES.flatMap((preference) => ['-o', preference]);
  const pdml = execFileSync('tshark', ['-r', file, '-n', ...options, '-T', 'pdml'], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return pdml
    .split('<packet>')
    .slice(1)
    .map((packet) =>
      [...packet.matchAll(/<field [^>]*>/g)]
        .map(([tag]) => tag)
        .filter((tag) => wanted(attribute(tag, 'name')))
        .map((tag) => ({
          name: attribute(tag, 'name'),
          show: attribute(tag, 'show'),
          at: Number(attribute(tag, 'pos')),
          size: Number(attribute(tag, 'size')),
          masked: tag.includes(' unmaskedvalue='),
        })),
    );
}

import { read16, read32, read64 } from './byte-order.ts';
import {
  colons,
  fileText,
  interfaceDetail,
  ipv4,
  ipv6,
  nameText,
  OPTION_COMMENT,
  options,
  statisticsText,
} from './pcapng-options.ts';
import type { CaptureInterface, RecordSink } from './record-walker.ts';
import { Clock } from './timestamp.ts';

/*
 * What the blocks without packets say: interfaces, names, statistics, secrets. Each function reads one block, octets `at` to
 * `end` of the window, and reports what fits.
 */

/** Link type of interfaces that the file does not describe: no registered one, so their packets are shown raw. */
export const UNDESCRIBED_LINK_TYPE = 65535;

/** An interface of the section that is read. */
export interface SectionInterface {
  /** Counted through all sections. */
  readonly index: number;
  readonly name: string | undefined;
  readonly snapLength: number;
  readonly clock: Clock;
}

const SECRETS_NAMES: ReadonlyMap<number, string> = new Map([
  [0x544c534b, 'TLS key log'],
  [0x5353484b, 'SSH key log'],
  [0x57474b4c, 'WireGuard key log'],
  [0x5a4e574b, 'ZigBee network key'],
  [0x5a415053, 'ZigBee APS key'],
]);

/** Types of skipped blocks that are counted one by one. */
const MOST_SKIPPED_TYPES = 32;

const SKIPPED_NAMES: ReadonlyMap<number, string> = new Map([
  [9, 'systemd journal export'],
  [0xbad, 'custom'],
  [0x40000bad, 'custom, not to be copied'],
]);

/** Octets of the address in a record of names, by the record's type. */
const ADDRESS_OCTETS: readonly number[] = [0, 4, 16, 6, 8];

/** An interface description block whose fixed part is there. */
export function interfaceDescription(
  window: Uint8Array,
  at: number,
  end: number,
  little: boolean,
): { readonly described: CaptureInterface; readonly clock: Clock } {
  const snapLength = read32(window, at + 12, little);
  let name: string | undefined;
  let description: string | undefined;
  let fcsOctets: number | undefined;
  let resolution = 6;
  let offsetSeconds = 0;
  const details: { label: string; value: string }[] = [];
  for (const option of options(window, at + 16, end, little)) {
    const { code, value } = option;
    if (code === 2) name ??= nameText(value);
    else if (code === 3) description ??= nameText(value);
    else if (code === 9 && value.length > 0) {
      resolution = value[0]!;
      const power = resolution & 0x7f;
      details.push({ label: 'Time resolution', value: `${resolution < 0x80 ? 10 : 2}^-${power} s` });
    } else if (code === 13 && value.length > 0) fcsOctets = value[0]!;
    else if (code === 14 && value.length === 8) {
      offsetSeconds = Number(BigInt.asIntN(64, read64(value, 0, little)));
      details.push({ label: 'Time offset', value: `${offsetSeconds} s (added to every time)` });
    } else {
      const detail = interfaceDetail(option, little);
      if (detail !== undefined) details.push(detail);
    }
  }
  const linkType = read16(window, at + 8, little);
  return {
    described: { linkType, snapLength, name, isListed: true, description, fcsOctets, details },
    clock: new Clock(resolution, offsetSeconds),
  };
}

/** An interface that the file names and does not describe; `description` says why. */
export function undescribed(description: string): CaptureInterface {
  return {
    linkType: UNDESCRIBED_LINK_TYPE,
    snapLength: 0,
    name: 'undescribed',
    description,
    fcsOctets: undefined,
    details: [],
  };
}

/** Tells the sink the names of addresses; `at` is the first record. */
export function tellNames(window: Uint8Array, at: number, end: number, little: boolean, sink: RecordSink): void {
  while (at + 4 <= end) {
    const type = read16(window, at, little);
    const length = read16(window, at + 2, little);
    at += 4;
    if (type === 0) break;
    if (at + length > end) return;
    const size = ADDRESS_OCTETS[type] ?? 0;
    if (size > 0 && length > size) {
      const address = window.subarray(at, at + size);
      const text = type === 1 ? ipv4(address) : type === 2 ? ipv6(address) : colons(address);
      for (const name of fileText(window.subarray(at + size, at + length)).split('\0')) {
        if (name !== '') sink.name(text, name);
      }
    }
    at += length + (-length & 3);
  }
  for (const { code, value } of options(window, at, end, little)) {
    if (code === OPTION_COMMENT) sink.fileDetail('Comment on names', fileText(value));
    if (code === 2) sink.fileDetail('Name server', fileText(value));
    if (code === 3 && value.length === 4) sink.fileDetail('Name server address', ipv4(value));
    if (code === 4 && value.length === 16) sink.fileDetail('Name server address', ipv6(value));
  }
}

/** Tells the sink the statistics of an interface of the section. */
export function tellStatistics(
  window: Uint8Array,
  at: number,
  end: number,
  little: boolean,
  section: readonly SectionInterface[],
  sink: RecordSink,
): void {
  if (at + 20 > end) return;
  const number = read32(window, at + 8, little);
  const known = section[number];
  const text = statisticsText(window, at + 20, end, little, known?.clock ?? new Clock(6, 0));
  const name = known?.name === undefined ? '' : ` (${known.name})`;
  sink.fileDetail(`Statistics of interface ${known?.index ?? number}${name}`, text === '' ? 'none' : text);
}

/** Tells the sink what kind of secrets the file holds, never the secrets. */
export function tellSecrets(window: Uint8Array, at: number, end: number, little: boolean, sink: RecordSink): void {
  if (at + 16 > end) return;
  const type = read32(window, at + 8, little);
  const name = SECRETS_NAMES.get(type) ?? `type 0x${type.toString(16).padStart(8, '0')}`;
  sink.fileDetail('Decryption secrets', `${name}, ${read32(window, at + 12, little)} octets (not shown)`);
}

/** Counts the blocks that were not looked into, by their types. */
export class SkippedTypes {
  readonly #counts = new Map<number, number>();

  count(type: number): void {
    const key = this.#counts.has(type) || this.#counts.size < MOST_SKIPPED_TYPES ? type : -1;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  tell(sink: RecordSink): void {
    for (const [type, count] of this.#counts) {
      if (type < 0) {
        sink.fileDetail('Skipped blocks', `${count} of other types`);
        continue;
      }
      const name = SKIPPED_NAMES.get(type) ?? (type >= 0x80000000 ? 'private' : 'unknown');
      sink.fileDetail('Skipped blocks', `${count} of type 0x${type.toString(16).padStart(8, '0')} (${name})`);
    }
  }
}

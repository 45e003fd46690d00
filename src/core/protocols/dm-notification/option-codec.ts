import { readBits, u16 } from '../../base/bits.ts';
import { fromUtf8, toUtf8 } from '../../base/bytes.ts';
import type { Codec, Writer } from '../../codec/codec.ts';
import { f } from './fields.ts';
import { type OptionSpec, type OptionTable, optionSpec, readOptions } from './options.ts';

/** What a REQ-MO-CV option lists. */
export interface MoValidator {
  readonly mo: number;
  /** Four octets. */
  readonly cacheValidator: Uint8Array;
}

/** What a SHA256-DIGEST option holds. */
export interface Signature {
  /** POSIX seconds. */
  readonly time: number;
  /** 32 octets; zeros stand in a draft until it is signed. */
  readonly digest: Uint8Array;
}

/** The value of an option in its own form; octets where they do not have that form (text that is not UTF-8, odd lengths). */
export type OptionValue = string | number | readonly number[] | readonly MoValidator[] | Signature | Uint8Array;

export interface Option {
  readonly number: number;
  /** NOTI-2.0 only. */
  readonly delta?: number;
  readonly length: number;
  readonly value: OptionValue;
}

/** An option to be written: the length, and in 2.0 the delta, follow from the rest unless they are given. */
export interface OptionDraft {
  readonly number?: number;
  readonly delta?: number;
  readonly length?: number;
  readonly value: OptionValue;
}

/** The value that octets stand for. */
export function optionValue(spec: OptionSpec, octets: Uint8Array): OptionValue {
  const size = octets.length;
  switch (spec.format) {
    case 'text':
      return fromUtf8(octets) ?? octets;
    case 'uint':
      return size >= 1 && size <= 6 ? readBits(octets, 0, size * 8) : octets;
    case 'connection-types':
      return Array.from(octets);
    case 'mos':
      return size % 2 === 0 ? Array.from({ length: size / 2 }, (_, i) => u16(octets, 2 * i)) : octets;
    case 'mo-validators':
      if (size % 6 !== 0) return octets;
      return Array.from({ length: size / 6 }, (_, i) => ({
        mo: u16(octets, 6 * i),
        cacheValidator: octets.slice(6 * i + 2, 6 * i + 6),
      }));
    case 'signature':
      return size === 36 ? { time: readBits(octets, 0, 32), digest: octets.slice(4) } : octets;
    case 'opaque':
      return octets;
  }
}

/** Octets of a value; numbers take as many octets as `length` says, or as the option's own size has. */
function valueOctets(spec: OptionSpec, value: OptionValue, length: number | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return toUtf8(value);
  if (typeof value === 'number') {
    const octets = new Uint8Array(length ?? spec.octets ?? 1);
    for (let i = octets.length - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) octets[i] = rest % 256;
    return octets;
  }
  if ('digest' in value) return Uint8Array.of(...bigEndian(value.time, 4), ...value.digest);
  return Uint8Array.from(
    value.flatMap((part: number | MoValidator) => {
      if (typeof part !== 'number') return [...bigEndian(part.mo, 2), ...part.cacheValidator];
      return spec.format === 'mos' ? bigEndian(part, 2) : [part];
    }),
  );
}

function bigEndian(value: number, octets: number): number[] {
  return Array.from({ length: octets }, (_, i) => Math.floor(value / 256 ** (octets - 1 - i)) % 256);
}

/** The options of a message, as many as `count` says of the fields before. */
export function optionList(
  table: OptionTable,
  count: (before: unknown) => number,
): Codec<readonly Option[], readonly OptionDraft[]> {
  const fields = [f.option, table.delta ? f.optionDelta : f.optionNumber, f.optionLength, f.optionValue];
  if (table.delta) fields.push(f.optionSum, f.connectionType, f.requestedMo20, f.cacheEntry, f.cacheValidator);
  if (table.delta) fields.push(f.digestTime, f.digest);
  for (const { field } of Object.values(table.specs)) if (!fields.includes(field)) fields.push(field);
  return {
    width: undefined,
    shape: {
      kind: 'list',
      of: {
        kind: 'choice',
        of: Object.fromEntries(
          Object.values(table.specs).map((spec) => [
            spec.name,
            spec.format === 'uint'
              ? { kind: 'uint', field: spec.field, bits: (spec.octets ?? 1) * 8 }
              : { kind: spec.format === 'text' ? 'text' : 'bytes', field: spec.field, octets: undefined },
          ]),
        ),
      },
    },
    fields,
    read(cursor, before) {
      const { options, fault } = readOptions(cursor, count(before), table);
      if (fault !== undefined) cursor.failed = true;
      return options.map(({ number, written, length, octets }) => ({
        number,
        ...(table.delta ? { delta: written } : {}),
        length,
        value: optionValue(optionSpec(table, number), octets),
      }));
    },
    write(out, drafts) {
      writeOptions(out, drafts, table);
    },
  };
}

function writeOptions(out: Writer, drafts: readonly OptionDraft[], table: OptionTable): void {
  let last = 0;
  for (const draft of drafts) {
    const written = table.delta ? (draft.delta ?? (draft.number ?? last) - last) : (draft.number ?? 0);
    last = table.delta ? last + written : written;
    const octets = valueOctets(optionSpec(table, last), draft.value, draft.length);
    out.bits(4, written & 0xf);
    out.bits(12, (draft.length ?? octets.length) & 0xfff);
    out.octets(octets);
  }
}

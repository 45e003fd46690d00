import { readFile } from 'node:fs/promises';
import { messageOf } from '../core/base/message-of.ts';
import { applyDecodeAs } from '../core/engine/decode-as.ts';
import { type Capture, type DecodeAs, newRegistry, type Registry, type Secret } from '../core/engine/headless.ts';
import { chooseLayer } from '../core/engine/layers.ts';
import {
  type CompiledFilter,
  type MacroDefinition,
  matchingPackets,
  type PacketList,
  readFilter,
} from '../core/engine/listing/headless-filter.ts';
import { loadCapture } from '../core/engine/load-capture.ts';
import { openPackets } from '../core/engine/open.ts';
import type { ByteSource } from '../core/files/byte-source.ts';
import { recogniseCapture } from '../core/files/open-capture-file.ts';
import { recognisePaste } from '../core/files/paste/recognise.ts';
import { EXIT, UsageError } from './exit.ts';
import { FileSource } from './file-source.ts';
import { FileSpill } from './file-spill.ts';
import { Output } from './output.ts';
import { Printer } from './print.ts';
import { printInOrder } from './print-in-order.ts';
import { PrintParts } from './print-parts.ts';
import { PrintPool, threadsFor } from './print-pool.ts';
import { aloneShares, printShares } from './print-shares.ts';
import { StandardInputSource } from './standard-input.ts';

export interface DissectOptions {
  readonly secrets: readonly Secret[];
  readonly decodeAs: readonly DecodeAs[];
  readonly tree: boolean;
  readonly count: boolean;
  readonly format: 'json' | 'text';
  /** Start layer of octets that have no link layer. */
  readonly as?: string;
  /** Display filter: only packets that match are printed, or counted. */
  readonly filter?: string;
  /** Macros that the filter can use. */
  readonly macros: readonly MacroDefinition[];
}

/**
 * Prints every packet of every file; gives the exit status.
 * @param entry module whose print jobs other threads serve; undefined to use this thread alone
 */
export async function dissect(files: readonly string[], options: DissectOptions, entry?: URL): Promise<number> {
  const registry = newRegistry();
  applyDecodeAs(registry, options.decodeAs);
  if (options.as !== undefined && !registry.table('layer').has(options.as)) {
    throw new UsageError(
      `--as: ${options.as} is not known; known are ${[...registry.table('layer').keys()].sort().join(' ')}`,
    );
  }
  const filter = options.filter === undefined ? undefined : compiled(options.filter, registry, options.macros);
  const output = new Output();
  let status: number = EXIT.ok;
  for (const file of files) {
    const named = files.length > 1 ? file : undefined;
    const { secrets, tree, format, decodeAs, count } = options;
    const startPool = (octets: number): PrintPool | undefined => {
      if (entry === undefined || count || filter !== undefined) return undefined;
      const { count: threads, isAlone } = threadsFor(octets);
      const job = {
        kind: 'print',
        path: file,
        decodeAs,
        options: { secrets, tree, format, file: named },
        isAlone,
      } as const;
      return threads === 0 ? undefined : new PrintPool(entry, job, threads);
    };
    // Packets are counted without their trees, and most filters ask for nothing that other packets tell.
    const relates = !count || filter?.needs.relations !== false;
    const opened = await openInput(file, registry, { ...options, relates }, startPool);
    if (opened === undefined) {
      status = EXIT.damaged;
      continue;
    }
    try {
      const { capture } = opened;
      if (opened.pool === undefined) await opened.learned;
      const matches = filter && (await matchingPackets(capture, filter, secrets));
      if (options.count) await output.line(JSON.stringify(countJson(file, capture, matches)));
      else if (matches === undefined) await print(opened, options, named, output);
      else await printMatches(capture, matches, options, named, output);
      await output.flush();
      for (const { offset, message } of opened.capture.notes.faults) {
        process.stderr.write(`pushscope: ${file}: octet ${offset}: ${message}\n`);
      }
      const { moreFaults } = opened.capture;
      if (moreFaults > 0) process.stderr.write(`pushscope: ${file}: ${moreFaults} more faults\n`);
      if (opened.capture.notes.faults.length > 0) status = EXIT.damaged;
    } finally {
      await opened.close();
    }
  }
  return status;
}

interface Opened {
  readonly capture: Capture;
  /** Resolves when it is known what packets have to do with each other: before that nothing of `capture` but its columns counts. */
  readonly learned: Promise<void>;
  /** Threads that read the capture as well. */
  readonly pool?: PrintPool;
  close(): Promise<void>;
}

/** Opens a file, or standard input, as a capture; undefined, with a message, when it cannot be read. */
export async function openInput(
  file: string,
  registry: Registry,
  {
    as,
    count,
    filter,
    relates = true,
  }: {
    readonly as?: string | undefined;
    readonly count: boolean;
    readonly filter?: string;
    /** False when nothing is asked that packets tell of each other. */
    readonly relates?: boolean;
  },
  startPool: (octets: number) => PrintPool | undefined,
): Promise<Opened | undefined> {
  let source: ByteSource;
  let close = async (): Promise<void> => undefined;
  try {
    const opened = file === '-' ? await StandardInputSource.open() : await FileSource.open(file);
    source = opened;
    close = () => opened.close();
  } catch (error) {
    process.stderr.write(`pushscope: ${file}: ${messageOf(error)}\n`);
    return undefined;
  }
  const head = await source.read(0, 4096);
  const { kind } = recogniseCapture(head);
  if (kind === 'text') {
    const text =
      file === '-' ? new TextDecoder().decode(await source.read(0, source.size)) : await readFile(file, 'utf8');
    const paste = recognisePaste(text)[0];
    if (paste !== undefined) {
      const packets = paste.packets.map(({ bytes }) => bytes);
      const hint = paste.packets[0]?.layerHint;
      const known = hint !== undefined && registry.table('layer').has(hint) ? hint : undefined;
      const { layer, chosenBy } = chooseLayer(registry, packets[0] ?? new Uint8Array(0), as ?? known);
      process.stderr.write(`pushscope: ${file}: read as ${paste.form}, layer ${layer} (${chosenBy})\n`);
      const capture = openPackets(registry, file, packets, { table: 'layer', key: layer });
      return { capture, learned: Promise.resolve(), close };
    }
  }
  // Unpacking a file again in each thread would take longer than the threads save.
  const pool = file === '-' || kind === 'gzip' ? undefined : startPool(source.size);
  const spills: FileSpill[] = [];
  const makeSpill = (): FileSpill => {
    const spill = new FileSpill();
    spills.push(spill);
    return spill;
  };
  const loading = loadCapture(
    registry,
    source,
    { makeSpill, columnsOnly: count === true && filter === undefined, relates },
    () => undefined,
  );
  const capture = await loading.opened;
  await loading.listed;
  return {
    capture,
    learned: loading.done,
    ...(pool === undefined ? {} : { pool }),
    close: async () => {
      await pool?.close();
      await Promise.all(spills.map((spill) => spill.close()));
      await close();
    },
  };
}

async function print(
  { capture, pool, learned }: Opened,
  { secrets, tree, format }: DissectOptions,
  file: string | undefined,
  output: Output,
): Promise<void> {
  const printer = new Printer(capture, { secrets, tree, format, file });
  const shares =
    pool?.isAlone === true ? await aloneShares(capture, secrets) : printShares(capture, 1 + (pool?.size ?? 0));
  await printInOrder(printer, pool, new PrintParts(shares, capture.length), learned, (lines) => output.octets(lines));
}

/** @throws UsageError that shows the fault under the filter */
function compiled(text: string, registry: Registry, macros: readonly MacroDefinition[]): CompiledFilter {
  const result = readFilter(text, registry, macros);
  if ('filter' in result) return result.filter;
  const { message, start, end } = result.fault;
  const marks = `${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))}`;
  throw new UsageError(`--filter: ${message} (column ${start + 1})\n  ${text}\n  ${marks}`);
}

/** Packets printed for one write. */
const AT_ONCE = 1024;

async function printMatches(
  capture: Capture,
  matches: PacketList,
  { secrets, tree, format }: DissectOptions,
  file: string | undefined,
  output: Output,
): Promise<void> {
  const printer = new Printer(capture, { secrets, tree, format, file });
  for (let from = 0; from < matches.length; from += AT_ONCE)
    await output.octets((await printer.printed(matches.slice(from, from + AT_ONCE))).octets);
}

/** Packets by topmost protocol, as pass 1 saw them; with a filter those that match, and how many they are. */
function countJson(file: string, capture: Capture, matches: PacketList | undefined) {
  // A count per number: a map would take longer than the rest of the pass for each of a million rows.
  const counts = new Uint32Array(1 << 16);
  if (matches === undefined) {
    for (const { values } of capture.table.protocol.chunks()) countInto(counts, values);
  } else {
    for (let place = 0; place < matches.length; place++) {
      const number = capture.table.protocol.get(matches.at(place));
      counts[number] = (counts[number] ?? 0) + 1;
    }
  }
  const protocols: (readonly [string, number])[] = [];
  for (let number = 0; number < counts.length; number++) {
    const count = counts[number] ?? 0;
    if (count > 0) protocols.push([capture.registry.protocolByNumber(number)?.id ?? 'data', count]);
  }
  const matched = matches === undefined ? {} : { matched: matches.length };
  return {
    file,
    packets: capture.length,
    ...matched,
    protocols: Object.fromEntries(protocols.sort((a, b) => b[1] - a[1])),
  };
}

/** By itself and by index: the loop runs once, and an iterator makes an object for each of a million rows until it is compiled. */
function countInto(counts: Uint32Array, numbers: ArrayLike<number>): void {
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] ?? 0;
    counts[number] = (counts[number] ?? 0) + 1;
  }
}

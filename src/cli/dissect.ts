import { readFile } from 'node:fs/promises';
import { applyDecodeAs } from '../core/engine/decode-as.ts';
import { type Capture, type DecodeAs, newRegistry, type Registry, type Secret, Tree } from '../core/engine/headless.ts';
import { chooseLayer } from '../core/engine/layers.ts';
import { loadCapture } from '../core/engine/load-capture.ts';
import { openPackets } from '../core/engine/open.ts';
import { PacketWriter } from '../core/engine/packet-json.ts';
import { type ByteSource, MemorySource } from '../core/files/byte-source.ts';
import { recogniseCapture } from '../core/files/open-capture-file.ts';
import { recognisePaste } from '../core/files/paste/recognise.ts';
import { EXIT, UsageError } from './exit.ts';
import { FileSource } from './file-source.ts';
import { FileSpill } from './file-spill.ts';
import { Output } from './output.ts';
import { packetText } from './packet-text.ts';

export interface DissectOptions {
  readonly secrets: readonly Secret[];
  readonly decodeAs: readonly DecodeAs[];
  readonly tree: boolean;
  readonly count: boolean;
  readonly format: 'json' | 'text';
  /** Start layer of octets that have no link layer. */
  readonly as?: string;
}

/** Packets dissected between two reads. */
const BLOCK = 1024;
const LINE_END = 0x0a;

/** Prints every packet of every file; gives the exit status. */
export async function dissect(files: readonly string[], options: DissectOptions): Promise<number> {
  const registry = newRegistry();
  applyDecodeAs(registry, options.decodeAs);
  if (options.as !== undefined && !registry.table('layer').has(options.as)) {
    throw new UsageError(
      `--as: ${options.as} is not known; known are ${[...registry.table('layer').keys()].sort().join(' ')}`,
    );
  }
  const output = new Output();
  let status: number = EXIT.ok;
  for (const file of files) {
    const opened = await open(file, registry, options);
    if (opened === undefined) {
      status = EXIT.damaged;
      continue;
    }
    try {
      if (options.count) await output.line(JSON.stringify(countJson(file, opened.capture)));
      else await print(opened.capture, options, files.length > 1 ? file : undefined, output);
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
  close(): Promise<void>;
}

async function open(file: string, registry: Registry, { as, count }: DissectOptions): Promise<Opened | undefined> {
  let source: ByteSource;
  let close = async (): Promise<void> => undefined;
  try {
    if (file === '-') source = new MemorySource('-', await standardInput());
    else {
      const opened = await FileSource.open(file);
      source = opened;
      close = () => opened.close();
    }
  } catch (error) {
    process.stderr.write(`pushscope: ${file}: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
  const head = await source.read(0, 4096);
  if (recogniseCapture(head).kind === 'text') {
    const text =
      file === '-' ? new TextDecoder().decode(await source.read(0, source.size)) : await readFile(file, 'utf8');
    const paste = recognisePaste(text)[0];
    if (paste !== undefined) {
      const packets = paste.packets.map(({ bytes }) => bytes);
      const hint = paste.packets[0]?.layerHint;
      const known = hint !== undefined && registry.table('layer').has(hint) ? hint : undefined;
      const { layer, chosenBy } = chooseLayer(registry, packets[0] ?? new Uint8Array(0), as ?? known);
      process.stderr.write(`pushscope: ${file}: read as ${paste.form}, layer ${layer} (${chosenBy})\n`);
      return { capture: openPackets(registry, file, packets, { table: 'layer', key: layer }), close };
    }
  }
  const spills: FileSpill[] = [];
  const makeSpill = (): FileSpill => {
    const spill = new FileSpill();
    spills.push(spill);
    return spill;
  };
  const loading = loadCapture(registry, source, { makeSpill, columnsOnly: count }, () => undefined);
  const capture = await loading.opened;
  await loading.done;
  return {
    capture,
    close: async () => {
      await Promise.all(spills.map((spill) => spill.close()));
      await close();
    },
  };
}

async function print(
  capture: Capture,
  options: DissectOptions,
  file: string | undefined,
  output: Output,
): Promise<void> {
  const tree = new Tree();
  const writer = new PacketWriter();
  for (let from = 0; from < capture.length; from += BLOCK) {
    const indexes = Array.from({ length: Math.min(BLOCK, capture.length - from) }, (_, i) => from + i);
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    for (const index of indexes) {
      const { context } = capture.dissect(index, bytes, options.secrets, tree);
      if (options.format === 'text') await output.line(packetText(tree, context, options.tree));
      else {
        writer.write(tree, context, options.tree, file === undefined ? {} : { file });
        writer.out.sign(LINE_END);
        await output.lines(writer.out);
      }
    }
  }
  await output.octets(writer.out);
}

/** Packets by topmost protocol, as pass 1 saw them. */
function countJson(file: string, capture: Capture) {
  // A count per number: a map would take longer than the rest of the pass for each of a million rows.
  const counts = new Uint32Array(1 << 16);
  for (const { values } of capture.table.protocol.chunks())
    for (const number of values) counts[number] = (counts[number] ?? 0) + 1;
  const protocols = [...counts.entries()]
    .filter(([, count]) => count > 0)
    .map(([number, count]) => [capture.registry.protocolByNumber(number)?.id ?? 'data', count] as const);
  return { file, packets: capture.length, protocols: Object.fromEntries(protocols.sort((a, b) => b[1] - a[1])) };
}

async function standardInput(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part as Buffer));
  return new Uint8Array(Buffer.concat(parts));
}

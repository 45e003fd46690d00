import { readFile } from 'node:fs/promises';
import { messageOf } from '../core/base/message-of.ts';
import type { Built } from '../core/craft/build.ts';
import { buildChecked } from '../core/craft/build-checked.ts';
import { hasShortMessage } from '../core/craft/formats/at-commands.ts';
import { exportAs } from '../core/craft/formats/formats.ts';
import { FormatFault, type FormatItem } from '../core/craft/formats/item.ts';
import { readItems, type UnreadItem } from '../core/craft/formats/read-items.ts';
import { Names } from '../core/craft/names.ts';
import { newRegistry, type Registry, type Secret } from '../core/engine/headless.ts';
import { EXIT, UsageError } from './exit.ts';
import { Output } from './output.ts';
import { standardInput } from './standard-input.ts';

/** What `build --to` writes. */
export const BUILD_FORMATS = ['pcap', 'pcapng', 'hex', 'pdu', 'json'] as const;
export type BuildFormat = (typeof BUILD_FORMATS)[number];

export interface BuildOptions {
  readonly secrets: readonly Secret[];
  readonly to: BuildFormat;
}

/**
 * Builds the packets of descriptions, one a line of JSON, and writes them to standard output. A wrong line is named on
 * standard error with the path of what is wrong; the others are written all the same.
 */
export async function buildDescriptions(files: readonly string[], options: BuildOptions): Promise<number> {
  const registry = newRegistry();
  const names = new Names(registry);
  const items: UnreadItem[] = [];
  const places: string[] = [];
  let status: number = EXIT.ok;
  for (const file of files.length === 0 ? ['-'] : files) {
    for (const [index, line] of (await textOf(file)).split('\n').entries()) {
      if (line.trim() === '') continue;
      const built = buildChecked(line, names, options.secrets);
      const item = itemOf(built, line, items.length, registry);
      const place = files.length > 1 ? `${file}: line ${index + 1}` : `line ${index + 1}`;
      if (item !== undefined) {
        items.push(item);
        places.push(place);
        continue;
      }
      status = EXIT.damaged;
      for (const { path, message } of built.faults.list) {
        process.stderr.write(`pushscope: ${place}: ${path === '' ? '' : `${path}: `}${message}\n`);
      }
    }
  }
  if (items.length === 0) return status;
  const output = new Output();
  try {
    const read = readItems(registry, items, options.secrets);
    // Of a conversation only the packets with short messages are for a modem; the others are named.
    const isLeftOut = (item: FormatItem): boolean => options.to === 'pdu' && !hasShortMessage(item);
    for (const [i, item] of read.entries()) {
      if (!isLeftOut(item)) continue;
      status = EXIT.damaged;
      process.stderr.write(`pushscope: ${places[i]}: no short message (SMS-SUBMIT or SMS-DELIVER) is in the packet\n`);
    }
    const kept = read.filter((item) => !isLeftOut(item));
    if (kept.length > 0) await output.octets(exportAs(kept, options.to));
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error;
    process.stderr.write(`pushscope: --to ${options.to}: ${error.message}\n`);
    status = EXIT.damaged;
  }
  return status;
}

function itemOf(built: Built, description: string, index: number, registry: Registry): UnreadItem | undefined {
  const { bytes, start, seconds, nanos, comment = '', faults } = built;
  if (bytes === undefined) return undefined;
  // Packets without a time stand a microsecond apart in a second that means none, so that their order survives every tool.
  const time = seconds === 0 && nanos === 0 ? { seconds, nanos: Math.min(index, 999_999) * 1000 } : { seconds, nanos };
  if (start.table !== 'media.type') return { bytes, start, ...time, comment, description };
  const dissector = registry.table('media.type').get(start.key);
  const key = dissector && registry.table('layer').keyOf(dissector);
  if (key === undefined) {
    faults.add('/start/media', `${JSON.stringify(start.key)} is no content that can stand in a file by itself`, {
      from: 0,
      to: 0,
    });
    return undefined;
  }
  return { bytes, start: { table: 'layer', key }, ...time, comment, description };
}

async function textOf(file: string): Promise<string> {
  if (file === '-') return new TextDecoder().decode(await standardInput());
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`build: ${messageOf(error)}`);
  }
}

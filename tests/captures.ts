import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Registry } from '../src/core/dissect/registry.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { type ByteSource, MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';

/** The project's own captures, the samples of the start page, and captures of other projects where they are at hand. */
export const FIXTURES = 'fixtures/';
export const SAMPLES = '../public/samples/';
export const OTHERS = '../../shared/samples/real/';

/** Paths of the captures in a folder and those below it, gzipped ones among them; none where the folder is not there. */
export function capturesIn(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    if (!existsSync(path)) return [];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => /\.(pcap|pcapng|cap)(\.gz)?$/.test(name)).map((name) => `${path}${name}`);
  });
}

/** The same without gzipped ones, each name once: the same capture may lie in several folders. */
export function differentCaptures(...folders: readonly string[]): readonly string[] {
  const files = capturesIn(...folders).filter((path) => !path.endsWith('.gz'));
  return [...new Map(files.map((path) => [path.slice(path.lastIndexOf('/') + 1), path])).values()];
}

/** The octets of a file as they are on the disk. */
export const octetsOf = (file: string): Uint8Array => new Uint8Array(readFileSync(file));

/** A capture of which pass 1 is done; a path is read, and octets need no name. */
export async function loaded(registry: Registry, from: string | Uint8Array | ByteSource): Promise<Capture> {
  const source =
    typeof from === 'string'
      ? new MemorySource(from, octetsOf(from))
      : from instanceof Uint8Array
        ? new MemorySource('octets', from)
        : from;
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  const capture = await loading.opened;
  await loading.done;
  return capture;
}

import { execFileSync, spawnSync } from 'node:child_process';
import { sendOver } from '../src/core/craft/bearers/bearers.ts';
import type { FormatItem } from '../src/core/craft/formats/item.ts';
import { readItems, type UnreadItem } from '../src/core/craft/formats/read-items.ts';
import { TEMPLATE_SECRET } from '../src/core/craft/templates/secret.ts';
import { templatePush } from '../src/core/craft/templates/templates.ts';
import { createRegistry } from '../src/core/protocols/index.ts';

/* Help for tests of formats. */

const REGISTRY = createRegistry();

export function hasTool(name: string): boolean {
  return spawnSync('which', [name], { stdio: 'ignore' }).status === 0;
}

/** What a program writes to its output. */
export function run(program: string, words: readonly string[], input?: Uint8Array | string): string {
  return execFileSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(input === undefined ? {} : { input }),
  });
}

export function items(packets: readonly Partial<UnreadItem>[]): readonly FormatItem[] {
  const unread = packets.map((packet, i) => ({
    bytes: new Uint8Array(0),
    start: { table: 'link.type', key: 1 } as const,
    seconds: 1_795_237_200 + i,
    nanos: 0,
    comment: '',
    description: `{"number": ${i}}`,
    ...packet,
  }));
  return readItems(REGISTRY, unread, [TEMPLATE_SECRET]);
}

/** A template over a bearer, ready to be exported. */
export function sent(template: string, bearer: string): readonly FormatItem[] {
  return items(
    sendOver(templatePush(template), bearer).map(({ bytes, start, label }) => ({ bytes, start, comment: label })),
  );
}

import { isKnownChoice } from '../core/engine/decode-as.ts';
import { newRegistry } from '../core/engine/headless.ts';
import type { DecodeAs } from '../core/engine/views.ts';
import { UsageError } from './exit.ts';

/** Tables that can be named, with the largest of their numbers; undefined where keys are texts. */
const TABLES = [
  ['udp.port', 0xffff],
  ['tcp.port', 0xffff],
  ['link.type', 0xffff],
  ['eth.type', 0xffff],
  ['ip.proto', 0xff],
  ['media.type', undefined],
] as const;

/** Choices such as `udp.port=5000:wsp`. */
export function parseDecodeAs(texts: readonly string[]): readonly DecodeAs[] {
  if (texts.length === 0) return [];
  const registry = newRegistry();
  return texts.map((text) => {
    const choice = parsed(text);
    if (!isKnownChoice(registry, choice)) throw new UsageError(`--decode-as: there is no protocol ${choice.protocol}`);
    return choice;
  });
}

function parsed(text: string): DecodeAs {
  const [, name, key = '', protocol = ''] = /^([^=]+)=(.+):([^:]+)$/.exec(text) ?? [];
  const [table, most] = TABLES.find(([known]) => known === name) ?? [];
  if (table === undefined) {
    const known = TABLES.map(([one]) => one).join(' ');
    throw new UsageError(`--decode-as: TABLE=KEY:PROTOCOL is expected, TABLE one of ${known}; got ${text}`);
  }
  if (table === 'media.type') return { table, key: key.toLowerCase(), protocol };
  const number = /^(?:\d+|0x[\da-f]+)$/i.test(key) ? Number(key) : Number.NaN;
  if (!(number <= (most ?? 0))) throw new UsageError(`--decode-as: ${key} is no number from 0 to ${most}`);
  return { table, key: number, protocol };
}

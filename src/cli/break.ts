import { readFile } from 'node:fs/promises';
import { concatBytes, toHex } from '../core/base/bytes.ts';
import { csvLine } from '../core/base/csv.ts';
import { messageOf } from '../core/base/message-of.ts';
import { breakEach } from '../core/craft/break/break.ts';
import { build } from '../core/craft/build.ts';
import { Names } from '../core/craft/names.ts';
import type { BrokenVariant } from '../core/craft/views.ts';
import { fileLinkOf } from '../core/engine/export/link-of.ts';
import { newRegistry, type Secret } from '../core/engine/headless.ts';
import { writePcapng } from '../core/files/capture-writer.ts';
import { EXIT, UsageError } from './exit.ts';
import { standardInput } from './standard-input.ts';

export type PackFormat = 'pcapng' | 'json' | 'csv';

interface TimedVariant extends BrokenVariant {
  readonly seconds: number;
}

export interface BreakOptions {
  readonly secrets: readonly Secret[];
  readonly to: PackFormat;
}

/**
 * Writes a negative test pack: for each description (a line of JSON) the variants that each break one rule. Rules for which
 * there is none are named on standard error.
 */
export async function breakDescriptions(file: string | undefined, options: BreakOptions): Promise<number> {
  const registry = newRegistry();
  const names = new Names(registry);
  const lines = (await textOf(file)).split('\n');
  const found: TimedVariant[] = [];
  let status: number = EXIT.ok;
  for (const [number, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const built = build(line, names, options.secrets);
    const [fault] = built.faults.list;
    if (fault !== undefined) {
      process.stderr.write(`pushscope: line ${number + 1}: ${fault.path}: ${fault.message}\n`);
      status = EXIT.damaged;
      continue;
    }
    const { variants, missing } = await breakEach(line, {
      registry,
      names,
      secrets: options.secrets,
      isStopped: () => false,
      rest: () => Promise.resolve(),
    });
    for (const variant of variants) found.push({ ...variant, seconds: built.seconds });
    for (const { rule, reason } of missing) process.stderr.write(`pushscope: line ${number + 1}: ${rule}: ${reason}\n`);
  }
  process.stdout.write(
    pack(found, options.to, (description) => fileLinkOf(registry, build(description, names, options.secrets).start)),
  );
  return status;
}

function pack(
  variants: readonly TimedVariant[],
  to: PackFormat,
  linkOf: (description: string) => { readonly linkType: number; readonly prefix: Uint8Array },
): string | Uint8Array {
  switch (to) {
    case 'json':
      return variants
        .map(({ rule, what, bytes, description }) =>
          JSON.stringify({ rule, what, hex: toHex(bytes), description: JSON.parse(description) as unknown }),
        )
        .map((line) => `${line}\n`)
        .join('');
    case 'csv':
      return [
        csvLine(['No.', 'Rule', 'What was changed', 'Octets']),
        ...variants.map(({ rule, what, bytes }, i) => csvLine([i + 1, rule, what, toHex(bytes)])),
      ].join('');
    case 'pcapng': {
      const links = variants.map(({ description }) => linkOf(description));
      const types = [...new Set(links.map(({ linkType }) => linkType))];
      const packets = variants.map(({ rule, what, bytes, seconds }, i) => {
        const { linkType, prefix } = links[i] ?? { linkType: 0, prefix: new Uint8Array(0) };
        return {
          // At the message's own time, or none, or another rule would be broken; apart, so that order survives every tool.
          seconds,
          nanos: Math.min(i, 999_999) * 1000,
          bytes: concatBytes(prefix, bytes),
          comment: `breaks ${rule}: ${what}`,
          interface: types.indexOf(linkType),
        };
      });
      return writePcapng(
        types.map((linkType) => ({ linkType })),
        packets,
        { application: 'Pushscope', comment: `Negative test pack: ${variants.length} packets, each breaks one rule` },
      );
    }
  }
}

async function textOf(file: string | undefined): Promise<string> {
  if (file === undefined || file === '-') return new TextDecoder().decode(await standardInput());
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`break: ${messageOf(error)}`);
  }
}

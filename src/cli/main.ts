import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../core/base/message-of.ts';
import { parseKeys } from '../core/engine/keys.ts';
import { batch } from './batch.ts';
import { breakDescriptions } from './break.ts';
import { BUILD_FORMATS, buildDescriptions } from './build.ts';
import { parseDecodeAs } from './decode-as.ts';
import { describe } from './describe.ts';
import { dissect } from './dissect.ts';
import { EXIT, UsageError } from './exit.ts';
import { FOLLOW_FORMS, follow } from './follow.ts';
import { HELP } from './help.ts';
import { parseMacros } from './macros.ts';
import { isPrintJob, servePrinting } from './print-worker.ts';

/** Runs a command line (without the program's own name) and gives the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`pushscope: ${error.message}\nTry: pushscope --help\n`);
    return EXIT.usage;
  }
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [command, ...files] = positionals;
  if (values.help === true || (command === undefined && args.length === 0)) {
    process.stdout.write(HELP);
    return values.help === true ? EXIT.ok : EXIT.usage;
  }
  demandOptionsOf(command, values);
  const secrets = values.keys === undefined ? [] : await readKeys(values.keys);
  const decodeAs = parseDecodeAs(values['decode-as'] ?? []);
  switch (command) {
    case 'dissect': {
      const { format = 'json' } = values;
      if (format !== 'json' && format !== 'text') throw new UsageError(`--format: json or text, not ${format}`);
      if (files.length === 0) throw new UsageError('dissect: no file was named');
      return await dissect(
        files,
        {
          secrets,
          decodeAs,
          tree: values.tree === true,
          count: values.count === true,
          format,
          ...(values.as === undefined ? {} : { as: values.as }),
          macros: parseMacros(values.macro ?? []),
          ...(values.filter === undefined ? {} : { filter: values.filter }),
        },
        entry(),
      );
    }
    case 'describe': {
      if (files.length === 0) throw new UsageError('describe: no file was named');
      return await describe(files, { secrets, decodeAs, ...(values.as === undefined ? {} : { as: values.as }) });
    }
    case 'follow': {
      const to = FOLLOW_FORMS.find((form) => form === (values.to ?? 'ascii'));
      if (to === undefined) throw new UsageError(`--to: one of ${FOLLOW_FORMS.join(', ')}, not ${values.to}`);
      const [file, other] = files;
      if (file === undefined || other !== undefined) throw new UsageError('follow reads one file');
      const packet = /^[1-9]\d{0,9}$/.test(values.packet ?? '') ? Number(values.packet) : undefined;
      if (packet === undefined) throw new UsageError('--packet: the number of a packet of the conversation, from 1');
      const side = ([0, 1, 'both'] as const).find((one) => String(one) === (values.end ?? 'both'));
      if (side === undefined) throw new UsageError(`--end: 0 (who began), 1 or both, not ${values.end}`);
      return await follow(file, { decodeAs, packet, to, side, ...(values.as === undefined ? {} : { as: values.as }) });
    }
    case 'build': {
      const to = BUILD_FORMATS.find((format) => format === (values.to ?? 'hex'));
      if (to === undefined) throw new UsageError(`--to: one of ${BUILD_FORMATS.join(', ')}, not ${values.to}`);
      return await buildDescriptions(files, { secrets, to });
    }
    case 'break': {
      const { to = 'pcapng' } = values;
      if (to !== 'pcapng' && to !== 'json' && to !== 'csv')
        throw new UsageError(`--to: pcapng, json or csv, not ${to}`);
      if (files.length > 1) throw new UsageError('break reads one file, or standard input');
      return await breakDescriptions(files[0], { secrets, to });
    }
    case 'batch':
      if (files.length > 0) throw new UsageError('batch reads standard input and takes no file');
      return await batch({ secrets, decodeAs, tree: values.tree === true });
    default:
      throw new UsageError(command === undefined ? 'no command was given' : `unknown command: ${command}`);
  }
}

/** What each command takes besides files. */
const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    dissect: ['tree', 'keys', 'format', 'count', 'filter', 'macro', 'as', 'decode-as'],
    batch: ['tree', 'keys', 'decode-as'],
    describe: ['keys', 'as', 'decode-as'],
    follow: ['packet', 'end', 'to', 'as', 'decode-as'],
    build: ['keys', 'to'],
    break: ['keys', 'to'],
  }),
);

/** Passing over a filter, say, would give another answer than the one that was asked for. */
function demandOptionsOf(command: string | undefined, values: Readonly<Record<string, unknown>>): void {
  const known = OPTIONS.get(command ?? '');
  const foreign = known && Object.keys(values).find((name) => !known.includes(name));
  if (foreign !== undefined) throw new UsageError(`${command} takes no --${foreign}`);
}

/** This module as others can load it: the bundle; its sources can be loaded by the bundler alone. */
function entry(): URL | undefined {
  return /\.m?js$/.test(import.meta.url) ? new URL(import.meta.url) : undefined;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        tree: { type: 'boolean' },
        count: { type: 'boolean' },
        filter: { type: 'string' },
        macro: { type: 'string', multiple: true },
        keys: { type: 'string' },
        format: { type: 'string' },
        to: { type: 'string' },
        packet: { type: 'string' },
        end: { type: 'string' },
        as: { type: 'string' },
        'decode-as': { type: 'string', multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

async function readKeys(path: string) {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--keys: ${messageOf(error)}`);
  }
  try {
    return parseKeys(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`--keys ${path}: ${messageOf(error)}`);
  }
}

if (parentPort !== null && isPrintJob(workerData)) void servePrinting(parentPort);

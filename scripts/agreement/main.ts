import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createRegistry } from '../../src/core/protocols/index.ts';
import { compare, type Disagreement, type Tally } from './compare.ts';
import { DOCUMENT, documentOf, explain, LIST, readDifferences } from './differences.ts';
import { readWithOurs, typesByName } from './ours.ts';
import { readWithTshark, tsharkVersion } from './tshark.ts';

const HELP = `Compares what Pushscope and tshark read of captures, packet by packet, by the fields that both have

  node scripts/compare-with-tshark.mjs [--limit N] [--listed] [--json] CAPTURE...
  node scripts/compare-with-tshark.mjs --document

  --limit N    the first N packets of each capture only
  --listed     prints also the disagreements that docs/differences-from-wireshark.md explains
  --json       prints every disagreement as a line of JSON, then the agreement by field
  --document   writes docs/differences-from-wireshark.md from tests/fixtures/differences.json

Exit status: 0 all agree or are explained, 1 others, 2 wrong usage or no tshark
`;

/** Prints the agreement of the captures by field, then the disagreements; gives the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const { values: options, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      limit: { type: 'string' },
      listed: { type: 'boolean' },
      json: { type: 'boolean' },
      document: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (options.document === true) {
    writeFileSync(DOCUMENT, documentOf(readDifferences()));
    return 0;
  }
  if (options.help === true || files.length === 0) {
    console.log(HELP);
    return options.help === true ? 0 : 2;
  }
  const version = tsharkVersion();
  if (version === undefined) {
    console.error('tshark is not installed: there is nothing to compare with');
    return 2;
  }
  const registry = createRegistry();
  const types = typesByName(registry);
  const tallies = new Map<string, Tally>();
  const found: Disagreement[] = [];
  const limit = options.limit === undefined ? undefined : Number(options.limit);
  for (const file of files) {
    if (!existsSync(file)) {
      console.error(`${file}: there is no such file`);
      return 2;
    }
    const theirs = await readWithTshark(file, (name) => types.has(name), limit);
    if (theirs.packets.length === 0) {
      console.error(`${file}: tshark reads no packet of it, so it is passed over`);
      continue;
    }
    const ours = await readWithOurs(registry, file, readFileSync(file), limit);
    for (const one of compare(basename(file), types, ours, theirs, tallies)) found.push(one);
  }
  const differences = existsSync(LIST) ? readDifferences() : [];
  const unlisted = found.filter((one) => explain(differences, one) === undefined);
  const shown = options.listed === true ? found : unlisted;
  if (options.json === true) {
    for (const one of shown) console.log(JSON.stringify(one));
    console.log(JSON.stringify(Object.fromEntries(tallies)));
  } else {
    console.log(`tshark ${version}\n\n${agreementTable(tallies)}\n`);
    for (const one of shown) console.log(disagreementText(one, explain(differences, one)?.reason));
    console.log(`${found.length} disagreements, of which ${found.length - unlisted.length} are explained`);
  }
  return unlisted.length === 0 ? 0 : 1;
}

function disagreementText({ capture, packet, field, ours, theirs, octets }: Disagreement, reason?: string): string {
  const side = (values: readonly string[]) => values.map((value) => JSON.stringify(value)).join(' ') || 'nothing';
  const because = reason === undefined ? '' : ` (${reason})`;
  return `${capture} ${packet} ${field}: ${side(ours)} here, ${side(theirs)} there, octets ${octets || 'none'}${because}`;
}

/** A line a field, and the sum of all. */
export function agreementTable(tallies: ReadonlyMap<string, Tally>): string {
  const sum: Tally = { equal: 0, different: 0, onlyTheirs: 0, onlyOurs: 0 };
  for (const tally of tallies.values()) {
    sum.equal += tally.equal;
    sum.different += tally.different;
    sum.onlyTheirs += tally.onlyTheirs;
    sum.onlyOurs += tally.onlyOurs;
  }
  const sorted = [...tallies].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = [...sorted, [`all ${tallies.size} fields`, sum] as const];
  const width = Math.max(...rows.map(([name]) => name.length));
  const cells = (name: string, numbers: readonly (number | string)[]) =>
    `${name.padEnd(width)}${numbers.map((number) => String(number).padStart(13)).join('')}`;
  return [
    cells('field', ['equal', 'different', 'only theirs', 'only ours']),
    ...rows.map(([name, t]) => cells(name, [t.equal, t.different, t.onlyTheirs, t.onlyOurs])),
  ].join('\n');
}

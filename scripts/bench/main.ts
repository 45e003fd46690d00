import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser } from '../browser.mjs';
import { browserRows } from './browser-rows.ts';
import { commit, machine, versionOf } from './machine.ts';
import { cachedCapture } from './make-capture.ts';
import { countRow, jsonRow } from './node-rows.ts';
import { judge, type Outcome, table, withTable } from './outcome.ts';

const HELP = `Measures how fast Pushscope is, beside its limits and beside tshark where it is installed.

  npm run bench -- [--quick] [--packets N] [--runs N] [--only NAME]... [--out FILE]

  --quick      a tenth of the packets and one run: to see that it works, not how fast
  --packets N  packets of the capture (1000000)
  --runs N     runs of each measurement, of which the median counts (5)
  --only NAME  first-rows load memory blocked-load filter-columns filter-push filter-deep filter-header filter-octets sort sort-info select scroll huge count json
  --out FILE   writes the table in Markdown to a file too, between its marks where it has them (docs/performance.md)

Captures are made once, in the system's folder for temporary files.
`;

/** Packets that are printed with all their fields. */
const JSON_PACKETS = 100_000;
const NODE_ROWS = ['count', 'json'];

/** Gives the exit status: 0 also when limits are missed, for a machine may be busy. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean' },
      quick: { type: 'boolean' },
      packets: { type: 'string' },
      runs: { type: 'string' },
      only: { type: 'string', multiple: true },
      out: { type: 'string' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const isQuick = values.quick === true;
  const packets = Number(values.packets ?? (isQuick ? 100_000 : 1_000_000));
  const runs = Number(values.runs ?? (isQuick ? 1 : 5));
  if (!(packets >= 1000 && runs >= 1)) {
    process.stderr.write('bench: --packets takes 1000 or more, --runs 1 or more\n');
    return 2;
  }
  const { only } = values;
  const isWanted = (name: string): boolean => only === undefined || only.includes(name);
  const root = resolve(import.meta.dirname, '../..');
  const executable = findBrowser();
  const tshark = versionOf('tshark');
  const lines = [
    ...machine(executable === undefined ? undefined : versionOf(executable), tshark),
    `${packets.toLocaleString('en')} packets, 30 in a hundred of pushes; medians of ${runs} runs, in turn with the peer; commit ${commit(root)}, ${new Date().toISOString().slice(0, 10)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  const large = cachedCapture(packets);
  const node = {
    root,
    large,
    small: cachedCapture(Math.min(packets, JSON_PACKETS)),
    runs,
    tshark: tshark !== undefined,
  };
  const outcomes: Outcome[] = [];
  const show = (rows: readonly Outcome[]): void => {
    for (const row of rows) {
      const { median, limit, mark } = judge(row);
      const shown = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(1));
      process.stdout.write(`${mark.padEnd(7)} ${row.what}: ${shown(median)} of ${shown(limit)} ${row.unit}\n`);
    }
    outcomes.push(...rows);
  };
  if (isWanted('count')) show([countRow(node)]);
  if (isWanted('json')) show([jsonRow(node)]);
  if (only === undefined || only.some((name) => !NODE_ROWS.includes(name))) {
    if (executable === undefined || !existsSync(executable))
      process.stdout.write('no Chromium: its rows are left out\n');
    else {
      const scrolled = isQuick ? 1_000_000 : 10_000_000;
      const huge = isQuick ? 1e9 : 10e9;
      show(await browserRows({ ...node, packets, executable, scrolled, huge, isWanted }));
    }
  }
  const text = `${lines.map((line) => `- ${line}`).join('\n')}\n\n${table(outcomes)}`;
  process.stdout.write(`\n${text}`);
  if (values.out !== undefined) {
    const path = resolve(values.out);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, existsSync(path) ? withTable(readFileSync(path, 'utf8'), text) : text);
  }
  return 0;
}

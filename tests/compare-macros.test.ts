import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { compileFilter } from '../src/core/filter/compile.ts';
import { type MacroDefinition, macroSet } from '../src/core/filter/macros/macro-set.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { readAtOnce } from '../src/core/testing/captures.ts';
import { hasTshark } from './tshark-readings.ts';

/** Filters with macros match as many packets as for tshark, which reads the same macros from a profile. */

const FILE = fileURLToPath(new URL('../public/samples/pap-udp-dmnoti.pcapng', import.meta.url));

const MACROS: readonly MacroDefinition[] = [
  { name: 'push', text: 'udp.port == 2948' },
  { name: 'port', text: 'udp.port == $1 or tcp.port == $1' },
  { name: 'between', text: 'ip.src == $1 and ip.dst == $2' },
  { name: 'talk', text: `(\${between:$1;$2}) or (\${between:$2;$1})` },
  { name: 'bytes', text: 'frame contains "$1"' },
  { name: 'net', text: '10.91.0.0/16' },
  { name: 'gap', text: 'frame.number > $2' },
  { name: 'small', text: 'udp or frame.len < 60' },
];

/** Both forms that version 4.0 knows: with arguments and without. Newer versions know more. */
const FILTERS: readonly string[] = [
  `\${push}`,
  `!\${push}`,
  `\${port:18080}`,
  `\${between:10.91.0.1;10.91.0.2}`,
  `\${talk:10.91.0.1;10.91.0.2}`,
  `\${talk:10.91.0.1;10.91.0.2} and \${port:18080}`,
  `\${bytes:HTTP}`,
  `frame contains "\${net}" or \${bytes:POST}`,
  `ip.addr == \${net}`,
  `\${gap:none;20}`,
  // A macro is text, not a term: "and" takes the last part alone.
  `\${small} and tcp`,
  `(\${small}) and tcp`,
  `!\${small}`,
  `ip.src in {\${net}, 1.2.3.4}`,
  `\${bytes:a\\;b} or \${push}`,
];

/** Filters that neither takes. */
const REFUSED: readonly string[] = [
  `\${nothing}`,
  `\${between:10.91.0.1}`,
  `\${push:1;2}`,
  `\${push`,
  `\${pu sh}`,
  `udp == \${port:"}`,
];

const registry = createRegistry();
const catalogue = filterCatalogue(registry, macroSet(MACROS));

function compiled(text: string) {
  const result = compileFilter(text, catalogue);
  return 'fault' in result ? undefined : result.filter;
}

test('the filters are read here, or refused', () => {
  expect(FILTERS.filter((text) => compiled(text) === undefined)).toEqual([]);
  expect(REFUSED.filter((text) => compiled(text) !== undefined)).toEqual([]);
});

describe.skipIf(!hasTshark())('as many packets match as for tshark', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'compare-macros-'));
    const profile = join(folder, 'profiles', 'macros');
    mkdirSync(profile, { recursive: true });
    const quoted = (text: string): string => `"${text.replaceAll('"', '\\x22')}"`;
    const lines = MACROS.map(({ name, text }) => `${quoted(name)},${quoted(text)}\n`);
    writeFileSync(join(profile, 'dfilter_macros'), lines.join(''));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Numbers of the packets; undefined when tshark refuses the filter. */
  function theirs(filter: string): readonly number[] | undefined {
    try {
      const out = execFileSync(
        'tshark',
        ['-C', 'macros', '-n', '-r', FILE, '-Y', filter, '-T', 'fields', '-e', 'frame.number'],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
          env: { ...process.env, WIRESHARK_CONFIG_DIR: folder },
        },
      );
      return out.split('\n').filter(Boolean).map(Number);
    } catch {
      return undefined;
    }
  }

  test.each(FILTERS)(
    '%s',
    (text) => {
      const { capture, packets } = readAtOnce(registry, new Uint8Array(readFileSync(FILE)), FILE);
      const filter = compiled(text);
      const ours = Array.from({ length: capture.length }, (_, index) => index).filter((index) => {
        const { tree, context } = capture.dissect(index, packets, [], new Tree());
        return filter?.test(tree, context);
      });
      expect(ours.map((index) => index + 1)).toEqual(theirs(text));
    },
    20_000,
  );

  test.each(REFUSED)('%s is refused', (text) => expect(theirs(text)).toBeUndefined(), 20_000);
});

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

/* The built command starts with the code that was compiled at the build, and with anything else that stands in its place. */

const root = resolve(import.meta.dirname, '..');
const capture = join(root, 'public/samples/pap-udp-si-sl-co.pcap');
let folder = '';
let codePath = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pushscope-start-'));
  spawnSync(process.execPath, [join(root, 'scripts/cli.mjs'), '--help']);
  const main = readFileSync(join(root, 'dist-cli/main.js'), 'utf8');
  const build = /const BUILD = '([0-9a-f]+)'/.exec(main)?.[1] ?? '';
  for (const name of ['main.js', `program-${build}.cjs`, `program-${build}.code`])
    cpSync(join(root, 'dist-cli', name), join(folder, name));
  codePath = join(folder, `program-${build}.code`);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether the compiled code was not taken, and what the command prints. */
function start(): { readonly rejected: boolean | undefined; readonly printed: string } {
  const url = pathToFileURL(join(folder, 'main.js')).href;
  const code = `const { main, script } = await import(${JSON.stringify(url)});
    await main(['dissect', ${JSON.stringify(capture)}]);
    process.stderr.write(JSON.stringify({ rejected: script.cachedDataRejected }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  return { rejected: (JSON.parse(stderr) as { rejected?: boolean }).rejected, printed: stdout };
}

test('it prints the same with its compiled code, with damaged code, and without', () => {
  const { rejected, printed } = start();
  expect(rejected).toBe(false);
  expect(printed.split('\n').length).toBeGreaterThan(10);
  const code = readFileSync(codePath);
  // Another version of the engine, as its first octets say.
  for (const damaged of [
    Buffer.concat([Buffer.alloc(16, 7), code.subarray(16)]),
    code.subarray(0, 100),
    Buffer.alloc(0),
  ]) {
    writeFileSync(codePath, damaged);
    expect(start()).toEqual({ rejected: true, printed });
  }
  rmSync(codePath);
  expect(start()).toEqual({ rejected: undefined, printed });
  expect(readdirSync(folder)).toHaveLength(2);
}, 60_000);

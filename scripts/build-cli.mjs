import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, renameSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { isMain } from './is-main.mjs';

export const root = resolve(import.meta.dirname, '..');
const folder = resolve(root, 'dist-cli');
export const bundlePath = join(folder, 'main.js');

/** Captures that the commands run over while they are compiled. */
const SAMPLES = resolve(root, 'public/samples');
/** Another run may still be reading what an earlier build has left. */
const KEEP_MS = 600_000;

/** Bundles the command line into files that need Node only: the program, its compiled code, and what runs them. */
export async function buildCli() {
  const code = await bundled();
  const id = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const entry = (await readFile(resolve(import.meta.dirname, 'cli-entry.mjs'), 'utf8')).replace('@build@', id);
  await mkdir(folder, { recursive: true });
  await write(join(folder, `program-${id}.cjs`), code);
  const unfinished = join(folder, `main-${process.pid}.js`);
  await writeFile(unfinished, entry);
  compile(unfinished, join(folder, `program-${id}.code`));
  // Last: who finds it finds what it needs.
  await rename(unfinished, bundlePath);
  await removeOld(id);
}

async function bundled() {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: 'src/cli/main.ts',
      target: 'node20',
      write: false,
      minify: false,
      rolldownOptions: { output: { codeSplitting: false, format: 'cjs' } },
    },
  });
  const [chunk] = 'output' in result ? result.output : [];
  if (chunk?.type !== 'chunk') throw new Error('The command line did not bundle into one file');
  return chunk.code;
}

/**
 * A rename replaces a file in one step: another run may be reading it.
 * @param {string} path
 * @param {string} text
 */
async function write(path, text) {
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, text);
  await rename(unfinished, path);
}

/**
 * In a process of its own, as users start it. When it fails the program starts without.
 * @param {string} entry
 * @param {string} out
 */
function compile(entry, out) {
  const unfinished = `${out}.${process.pid}`;
  const script = resolve(import.meta.dirname, 'compile-cli.mjs');
  const captures = readdirSync(SAMPLES).map((name) => join(SAMPLES, name));
  const { status } = spawnSync(process.execPath, [script, entry, unfinished, ...captures], { stdio: 'ignore' });
  if (status === 0) renameSync(unfinished, out);
}

/**
 * Removes what earlier builds have left.
 * @param {string} id
 */
async function removeOld(id) {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!name.startsWith('program-') || name.includes(id)) continue;
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > KEEP_MS) await rm(path, { force: true });
  }
}

if (isMain(import.meta.url)) await buildCli();

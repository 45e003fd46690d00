import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { build } from 'vite';
import { isMain } from './is-main.mjs';

export const root = resolve(import.meta.dirname, '..');
export const bundlePath = resolve(root, 'dist-cli/main.js');

/** Bundles the command line into one file that needs Node only. */
export async function buildCli() {
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
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [chunk] = 'output' in result ? result.output : [];
  if (chunk?.type !== 'chunk') throw new Error('The command line did not bundle into one file');
  await mkdir(dirname(bundlePath), { recursive: true });
  // A rename replaces the file in one step: another run may be reading it.
  const unfinished = `${bundlePath}.${process.pid}`;
  await writeFile(unfinished, chunk.code);
  await rename(unfinished, bundlePath);
}

if (isMain(import.meta.url)) await buildCli();

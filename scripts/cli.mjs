// Runs the command line from its sources: bundles them when the bundle is missing or older than any of them.
// Only the program itself writes to the standard output.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const bundlePath = resolve(root, 'dist-cli/main.js');

/** @param {string} path */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * Folders count as well: their time changes when a file in them goes.
 * @param {string} folder
 * @param {number} time
 * @returns {boolean}
 */
function hasNewer(folder, time) {
  if (changedAt(folder) > time) return true;
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? hasNewer(path, time) : changedAt(path) > time;
  });
}

const builtAt = changedAt(bundlePath);
if (builtAt === 0 || ['src/core', 'src/cli'].some((folder) => hasNewer(resolve(root, folder), builtAt))) {
  try {
    const { buildCli } = await import('./build-cli.mjs');
    await buildCli();
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    console.error(missing ? 'The dependencies are not installed: run "npm ci" first' : error);
    process.exit(1);
  }
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  process.stderr.write(`pushscope: standard output: ${error.message}\n`);
  process.exit(1);
});

/** @type {{ main(args: readonly string[]): number | Promise<number> }} */
const { main } = await import(pathToFileURL(bundlePath).href);
process.exitCode = await main(process.argv.slice(2));

// Measures how fast the program is beside its limits and its peer: `--help` says how.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const root = resolve(import.meta.dirname, '..');
/** @type {{ module: { main(args: readonly string[]): Promise<number> } }} */
const { module } = await runnerImport(resolve(root, 'scripts/bench/main.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
process.exitCode = await module.main(process.argv.slice(2));

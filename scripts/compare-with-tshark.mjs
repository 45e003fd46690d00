// Compares what this tool and tshark read of captures: `--help` says how.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const root = resolve(import.meta.dirname, '..');
/** @type {{ module: typeof import('./agreement/main.ts') }} */
const { module } = await runnerImport(resolve(root, 'scripts/agreement/main.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
process.exitCode = await module.main(process.argv.slice(2));

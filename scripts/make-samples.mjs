// Writes the captures of public/samples that this project has made itself: the same octets in every run.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const root = resolve(import.meta.dirname, '..');
/** @type {{ module: typeof import('./samples/captures.ts') }} */
const { module } = await runnerImport(resolve(root, 'scripts/samples/captures.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});
for (const [name, bytes] of module.captures()) {
  writeFileSync(resolve(root, 'public/samples', name), bytes);
  console.log(`${name}: ${bytes.length} octets`);
}

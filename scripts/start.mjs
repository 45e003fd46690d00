// Builds the app and serves it. HOST and PORT in the environment say where; a taken port leads to the next one.
import { resolve } from 'node:path';
import { build } from 'vite';
import { serve } from './serve.mjs';

const root = resolve(import.meta.dirname, '..');
await build({ root, logLevel: 'warn' });
const { url } = await serve({
  folder: resolve(root, 'dist'),
  host: process.env['HOST'] ?? '127.0.0.1',
  port: Number(process.env['PORT'] ?? 4173),
  tryNext: true,
});
console.log(`Pushscope is served at ${url}\nPress Ctrl+C to stop`);

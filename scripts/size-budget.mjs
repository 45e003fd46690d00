// What the start page loads before anything is clicked must stay small: its scripts and styles, compressed.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = 200_000;
const dist = resolve(import.meta.dirname, '../dist');

/** @typedef {{ file: string, css?: string[], imports?: string[] }} Chunk */
/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(resolve(dist, '.vite/manifest.json'), 'utf8'));

/** @type {Set<string>} */
const files = new Set();
/** @type {Set<string>} */
const seen = new Set();

/** @param {string} key */
function collect(key) {
  if (seen.has(key)) return;
  seen.add(key);
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The build manifest has no entry ${key}`);
  for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
  for (const next of chunk.imports ?? []) collect(next);
}

collect('index.html');
let total = 0;
for (const file of files) {
  const path = resolve(dist, file);
  if (!existsSync(path)) throw new Error(`The build manifest names a missing file: ${file}`);
  const size = gzipSync(readFileSync(path), { level: 9 }).length;
  total += size;
  console.log(`${String(size).padStart(9)}  ${file}`);
}
console.log(`${String(total).padStart(9)}  of ${BUDGET} bytes compressed on first load`);
if (total > BUDGET) {
  console.error('The first load is over its budget: load the part that grew with import()');
  process.exit(1);
}

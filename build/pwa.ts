import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { build, type Plugin } from 'vite';

const CAPTURE_EXTENSIONS = ['.pcap', '.pcapng', '.cap', '.gz'];

/** No `id`: it would resolve against the origin, and every copy served from one origin would be the same app. */
export const webManifest = {
  name: 'Pushscope',
  short_name: 'Pushscope',
  description: 'Look into OMA push and device management notifications, down to the bit, offline',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#10202b',
  theme_color: '#10202b',
  categories: ['developer', 'utilities'],
  icons: [
    { src: './icons/pushscope-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: './icons/pushscope-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: './icons/pushscope-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  file_handlers: [{ action: './', accept: { 'application/vnd.tcpdump.pcap': CAPTURE_EXTENSIONS } }],
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
} as const;

const NOT_PRECACHED = /^(?:\.vite\/|sw\.js$)|\.map$/;

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Writes `sw.js` into a finished output folder; its build id is the hash of everything it keeps offline. */
export async function buildServiceWorker(folder: string): Promise<void> {
  const files = (await filesBelow(folder)).filter((file) => !NOT_PRECACHED.test(file));
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(await readFile(join(folder, file)));
  // The start page is asked for as the folder: some hosts redirect index.html there, and a redirected answer
  // must not be used for a navigation.
  const precache = files.map((file) => (file === 'index.html' ? './' : file));
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: {
      __BUILD_ID__: JSON.stringify(hash.digest('hex').slice(0, 16)),
      __PRECACHE__: JSON.stringify(precache),
    },
    build: {
      outDir: folder,
      emptyOutDir: false,
      lib: {
        entry: resolve(import.meta.dirname, '../src/pwa/service-worker.ts'),
        formats: ['iife'],
        name: 'serviceWorker',
        fileName: () => 'sw.js',
      },
    },
  });
}

export function pwa(): Plugin {
  let folder = '';
  return {
    name: 'pushscope:pwa',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    buildStart() {
      this.emitFile({
        type: 'asset',
        fileName: 'manifest.webmanifest',
        source: `${JSON.stringify(webManifest, undefined, 2)}\n`,
      });
    },
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' },
    ],
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: () => buildServiceWorker(folder),
    },
  };
}

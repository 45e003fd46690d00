// A static host without fallback, the way the app is meant to be hosted: a missing file is a 404.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { isMain } from './is-main.mjs';

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.cap': 'application/vnd.tcpdump.pcap',
  '.css': 'text/css; charset=utf-8',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pcap': 'application/vnd.tcpdump.pcap',
  '.pcapng': 'application/x-pcapng',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

/**
 * The file a request means, or what else to answer.
 * @param {string} folder
 * @param {string} base
 * @param {string} pathname
 * @returns {Promise<{ path: string, size: number } | { redirect: string } | undefined>}
 */
async function locate(folder, base, pathname) {
  if (!pathname.startsWith(base)) return pathname === base.slice(0, -1) ? { redirect: base } : undefined;
  const path = normalize(join(folder, pathname.slice(base.length)));
  if (path !== folder && !path.startsWith(folder + sep)) return undefined;
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return { path, size: found.size };
  if (!found?.isDirectory()) return undefined;
  if (!pathname.endsWith('/')) return { redirect: `${pathname}/` };
  const index = join(path, 'index.html');
  const start = await stat(index).catch(() => undefined);
  return start?.isFile() ? { path: index, size: start.size } : undefined;
}

/**
 * Serves a folder below `base`. Port 0 takes any free port; `tryNext` goes on to the next one when it is taken.
 * @param {{ folder: string, base?: string, host?: string, port?: number, tryNext?: boolean }} options
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serve({ folder, base = '/', host = '127.0.0.1', port = 0, tryNext = false }) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    let pathname = '';
    try {
      pathname = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    } catch {
      response.writeHead(400).end();
      return;
    }
    const found = pathname.includes('\0') ? undefined : await locate(root, base, pathname);
    if (!found) {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    } else if ('redirect' in found) {
      response.writeHead(301, { Location: encodeURI(found.redirect) }).end();
    } else {
      response.writeHead(200, {
        'Content-Type': TYPES[extname(found.path).toLowerCase()] ?? 'application/octet-stream',
        'Content-Length': found.size,
        'Cache-Control': 'no-cache',
        'X-Content-Type-Options': 'nosniff',
      });
      if (request.method === 'HEAD') response.end();
      else
        createReadStream(found.path)
          .on('error', () => response.destroy())
          .pipe(response);
    }
  });

  /** @type {(wanted: number) => Promise<number>} */
  const listen = (wanted) =>
    new Promise((done, fail) => {
      server.once('error', fail);
      server.listen(wanted, host, () => {
        server.off('error', fail);
        const address = server.address();
        done(typeof address === 'object' && address ? address.port : wanted);
      });
    });

  let bound = port;
  for (let attempt = 0; ; attempt++) {
    try {
      bound = await listen(port === 0 ? 0 : port + attempt);
      break;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || !tryNext || attempt === 20) throw error;
    }
  }

  return {
    url: `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${bound}${base}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

if (isMain(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      base: { type: 'string', default: '/' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
    },
  });
  const { base, host, port } = values;
  const { url } = await serve({ folder: positionals[0] ?? 'dist', base, host, port: Number(port) });
  console.log(url);
}

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../scripts/serve.mjs';

let parent: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'pushscope-serve-'));
  const folder = join(parent, 'site');
  await mkdir(join(folder, 'samples'), { recursive: true });
  await writeFile(join(parent, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'app.js'), 'export {};');
  await writeFile(join(folder, 'manifest.webmanifest'), '{}');
  await writeFile(join(folder, 'samples/a b.pcap'), 'bytes');
  server = await serve({ folder, base: '/a/b/' });
});

afterAll(async () => {
  await server.close();
  await rm(parent, { recursive: true, force: true });
});

/** A request whose path is sent as it is: `fetch` would resolve `..` itself. */
function ask(
  path: string,
  method = 'GET',
): Promise<{ status: number | undefined; type: string | undefined; to: string | undefined }> {
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path, method }, (response) => {
      response.resume();
      const { 'content-type': type, location: to } = response.headers;
      done({ status: response.statusCode, type, to });
    })
      .on('error', fail)
      .end();
  });
}

test.each([
  ['/a/b/', 'text/html; charset=utf-8'],
  ['/a/b/index.html?x=1', 'text/html; charset=utf-8'],
  ['/a/b/app.js', 'text/javascript; charset=utf-8'],
  ['/a/b/manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['/a/b/samples/a%20b.pcap', 'application/vnd.tcpdump.pcap'],
])('%s is served as %s', async (path, type) => {
  expect(await ask(path)).toEqual({ status: 200, type, to: undefined });
});

test.each(['/', '/a/', '/a/b/missing', '/a/b/samples/', '/a/b/../../secret.txt', '/a/b/..%2fsecret.txt', '/a/b/%00'])(
  '%s is not there',
  async (path) => expect((await ask(path)).status).toBe(404),
);

test('a folder without its slash leads to the one with it', async () => {
  expect(await ask('/a/b')).toMatchObject({ status: 301, to: '/a/b/' });
  expect(await ask('/a/b/samples')).toMatchObject({ status: 301, to: '/a/b/samples/' });
});

test('what is no request for a file is refused', async () => {
  expect((await ask('/a/b/', 'POST')).status).toBe(405);
  expect((await ask('/a/b/%zz')).status).toBe(400);
});

test('a taken port leads to the next one when that is wanted', async () => {
  const taken = Number(new URL(server.url).port);
  await expect(serve({ folder: parent, port: taken })).rejects.toThrow('EADDRINUSE');
  const other = await serve({ folder: parent, port: taken, tryNext: true });
  expect(Number(new URL(other.url).port)).toBeGreaterThan(taken);
  await other.close();
});

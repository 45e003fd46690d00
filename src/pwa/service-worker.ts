/**
 * Keeps the whole app on the device. Everything is fetched once at install time and answered from there;
 * a new version waits until the user asks for it.
 */

declare const self: ServiceWorkerGlobalScope;
declare const __BUILD_ID__: string;
declare const __PRECACHE__: readonly string[];

// Caches belong to the origin, not to the folder: the scope in the name keeps two copies on one host apart.
const PREFIX = `pushscope-shell:${self.registration.scope}:`;
const CACHE = `${PREFIX}${__BUILD_ID__}`;

// Hosts answer `Vary: Origin` and module scripts carry an Origin, so a lookup that honours Vary misses them.
const LOOKUP = { ignoreSearch: true, ignoreVary: true };

async function ownCaches(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

async function findStored(url: string): Promise<Response | undefined> {
  const others = (await ownCaches()).filter((name) => name !== CACHE);
  for (const name of [CACHE, ...others]) {
    const stored = await (await caches.open(name)).match(url, LOOKUP);
    if (stored) return stored;
  }
  return undefined;
}

async function fetchFresh(url: string): Promise<Response> {
  const answer = await fetch(new Request(url, { cache: 'reload' }));
  if (!answer.ok) throw new Error(`${url}: status ${answer.status}`);
  // A navigation refuses an answer that was redirected: keep its content only.
  return answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer;
}

async function precache(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    __PRECACHE__.map(async (path) => {
      const url = new URL(path, self.registration.scope).href;
      // Names below assets/ carry the hash of the content, so a copy of an earlier version is the same file.
      const known = path.startsWith('assets/') ? await findStored(url) : undefined;
      await cache.put(url, known ?? (await fetchFresh(url)));
    }),
  );
}

async function dropOldShells(): Promise<void> {
  // The shell before this one stays: another tab may still run it and load its lazy parts.
  const earlier = (await ownCaches()).filter((name) => name !== CACHE);
  await Promise.all(earlier.slice(0, -1).map((name) => caches.delete(name)));
}

async function answer(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const startPage = new URL('index.html', self.registration.scope).pathname;
  const wanted = url.pathname === startPage ? self.registration.scope : `${url.origin}${url.pathname}`;
  return (await findStored(wanted)) ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(precache()));

self.addEventListener('activate', (event) => event.waitUntil(dropOldShells().then(() => self.clients.claim())));

self.addEventListener('message', (event) => {
  if (event.data === 'activate') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request));
});

export {};

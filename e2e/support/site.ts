import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serve } from '../../scripts/serve.mjs';

export interface Site {
  readonly url: string;
  /** The folder that is served: a copy that a test may change. */
  readonly folder: string;
  /** Takes the host off the network; the pages stay open. */
  stop(): Promise<void>;
}

export const dist = resolve(import.meta.dirname, '../../dist');

/** Hosts a copy of a folder for the time of `use`, below `base`, without any fallback for missing files. */
export async function withSite(
  options: { readonly source?: string; readonly base?: string },
  use: (site: Site) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pushscope-site-'));
  await cp(options.source ?? dist, folder, { recursive: true });
  const server = await serve({ folder, base: options.base ?? '/' });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= server.close();
    return stopped;
  };
  try {
    await use({ url: server.url, folder, stop });
  } finally {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const PACKAGE_FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LEGAL_FILE = /^(?:licen[cs]e|notice|copying|third-?party-?notices)/i;

function describe(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const texts = readdirSync(folder)
    .filter((file) => LEGAL_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version}${license === undefined ? '' : ` (${license})`}`, ...texts].join('\n\n');
}

/**
 * Writes `licenses.txt`: the licence texts of everything that was bundled. Vite's own list leaves out what went into
 * workers, so the workers are watched as well.
 */
export function licenses(): { readonly app: Plugin; readonly worker: () => Plugin[] } {
  const folders = new Set<string>();
  const collect = (ids: Iterable<string>): void => {
    for (const id of ids) {
      const folder = PACKAGE_FOLDER.exec(id.replaceAll('\\', '/').replace(/^\0/, ''))?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  };
  return {
    worker: () => [
      {
        name: 'pushscope:licenses-of-workers',
        generateBundle: (_options, bundle) => {
          for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') collect(chunk.moduleIds);
        },
      },
    ],
    app: {
      name: 'pushscope:licenses',
      apply: 'build',
      generateBundle(_options, bundle) {
        for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') collect(chunk.moduleIds);
        const rule = `\n\n${'-'.repeat(80)}\n\n`;
        const source = `${[...folders].map(describe).sort().join(rule)}\n`;
        this.emitFile({ type: 'asset', fileName: 'licenses.txt', source });
      },
    },
  };
}

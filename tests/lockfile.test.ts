import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, LockedPackage>> };

/** Where Node would look for a dependency: below the package, then below each one around it. */
function candidates(packagePath: string, dependency: string): string[] {
  const paths: string[] = [];
  for (
    let around = packagePath;
    around !== '';
    around = around.slice(0, Math.max(0, around.lastIndexOf('/node_modules/')))
  ) {
    paths.push(`${around}/node_modules/${dependency}`);
  }
  return [...paths, `node_modules/${dependency}`];
}

// npm drops a platform package whose exact version it cannot find, and `npm ci` then fails on that platform only.
test('every optional dependency is locked', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !candidates(path, name).some((candidate) => candidate in packages))
      .map((name) => `${path} needs ${name}`),
  );
  expect(missing).toEqual([]);
});

test('no registry address is locked', () => {
  const addressed = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);
  expect(addressed.map(([path]) => path)).toEqual([]);
  expect(text).not.toContain('"resolved"');
});

test('every dependency is pinned to one version', () => {
  const manifest = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

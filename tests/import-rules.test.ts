import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Who may know whom. A place is a folder below src; it may always import from itself.
 * `places` are folders or, with a trailing `*`, files whose path starts so. `packages` are npm or `node:` packages.
 */
interface Rule {
  readonly places: readonly string[];
  readonly packages: readonly string[];
}

const CORE = ['@noble/hashes', 'fzstd', 'htmlparser2'];
const TEST_FILE = /\.test\.tsx?$/;

const RULES: Readonly<Record<string, Rule>> = {
  'core/base': { places: [], packages: ['fflate'] },
  'core/codec': { places: ['core/base'], packages: CORE },
  'core/files': { places: ['core/base'], packages: CORE },
  'core/dissect': { places: ['core/base', 'core/codec'], packages: CORE },
  // The list of protocols is the one place that sees them all.
  'core/protocols': { places: ['core/base', 'core/codec', 'core/dissect', 'core/protocols/*'], packages: [] },
  'core/protocols/x': { places: ['core/base', 'core/codec', 'core/dissect'], packages: CORE },
  'core/filter': { places: ['core/base', 'core/codec', 'core/dissect'], packages: [] },
  'core/octet-views': { places: ['core/base', 'core/files'], packages: [] },
  'core/store': { places: ['core/base'], packages: [] },
  'core/craft': { places: ['core/*'], packages: CORE },
  'core/engine': { places: ['core/*'], packages: CORE },
  // Helpers of tests; only tests import them.
  'core/testing': { places: ['core/*'], packages: ['fast-check'] },
  // Files of the browser are byte sources too.
  worker: { places: ['core/engine', 'core/craft', 'core/octet-views', 'core/base', 'core/files'], packages: [] },
  cli: { places: ['core/engine', 'core/craft', 'core/base', 'core/files'], packages: ['node:*'] },
  pwa: { places: [], packages: [] },
  ui: {
    // The calls, and the worker as the address it is started from.
    places: ['worker/api*', 'worker/rpc*', 'worker/worker*', 'core/base', 'pwa'],
    packages: [
      '@tanstack/react-table',
      'monaco-editor',
      'radix-ui',
      'react',
      'react-dom',
      'react-resizable-panels',
      'uplot',
      'zustand',
    ],
  },
};

interface Import {
  readonly line: number;
  readonly from: string;
}

/** The place of a path below src and the name of its rule: every protocol folder is a place, all under one rule. */
function placeOf(path: string): { readonly place: string; readonly rule: string } {
  const protocol = /^core\/protocols\/[^/]+\//.exec(path);
  if (protocol) return { place: protocol[0].slice(0, -1), rule: 'core/protocols/x' };
  const place = path.split('/').slice(0, path.startsWith('core/') ? 2 : 1);
  return { place: place.join('/'), rule: place.join('/') };
}

/** Statements, calls of `import()`, and addresses that workers and files are loaded from. */
const IMPORTS = [
  /^[ \t]*(?:import|export)\b[^'";=]*?\bfrom\s*(['"])([^'"\n]+)\1/gm,
  /^[ \t]*import\s*(['"])([^'"\n]+)\1/gm,
  /\bimport\s*\(\s*(['"])([^'"\n]+)\1/g,
  /\bnew URL\(\s*(?=[^,]+,\s*import\.meta\.url)(['"])([^'"\n]+)\1/g,
];

function importsOf(source: string): Import[] {
  // Comments may quote imports; keep their line breaks so that line numbers stay true.
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^\s*\/\/.*$/gm, '');
  return IMPORTS.flatMap((form) =>
    [...code.matchAll(form)].map((match) => ({
      line: code.slice(0, match.index + match[0].length).split('\n').length,
      from: (match[2] ?? '').replace(/\?.*$/, ''),
    })),
  ).sort((a, b) => a.line - b.line);
}

function allows(pattern: string, path: string, place: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : place === pattern;
}

function packageOf(specifier: string): string {
  return specifier.startsWith('node:') ? 'node:*' : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** What is wrong with one import, or undefined. Paths are relative to src. */
function complaint(file: string, specifier: string): string | undefined {
  const { place, rule: ruleName } = placeOf(file);
  const rule = RULES[ruleName];
  if (!rule) return `${place} has no rule: add it to the table in tests/import-rules.test.ts`;
  const isTest = TEST_FILE.test(file);
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier);
    return isTest || rule.packages.includes(name)
      ? undefined
      : `${place} may import the packages: ${rule.packages.join(', ') || 'none'}`;
  }
  const target = posix.join(posix.dirname(file), specifier);
  if (TEST_FILE.test(target)) return 'nothing imports a test';
  // Test data and helpers outside src are for tests alone.
  if (target.startsWith('..')) return isTest ? undefined : 'nothing in src imports from outside src';
  const targetPlace = placeOf(target).place;
  if (targetPlace === place) return undefined;
  if (isTest) {
    const inCore = file.startsWith('core/');
    return inCore && !target.startsWith('core/') ? 'tests of the core import from the core alone' : undefined;
  }
  if (targetPlace === 'core/testing') return 'only tests import core/testing';
  return rule.places.some((pattern) => allows(pattern, target, targetPlace))
    ? undefined
    : `${place} may import from: ${rule.places.join(', ') || 'nothing'}`;
}

const src = resolve(import.meta.dirname, '../src');

function sourceFiles(): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .sort();
}

test('every import follows the table of places', () => {
  const broken = sourceFiles().flatMap((file) =>
    importsOf(readFileSync(join(src, file), 'utf8')).flatMap(({ line, from }) => {
      const rule = complaint(file, from);
      return rule === undefined ? [] : [`src/${file}:${line} imports ${from}: ${rule}`];
    }),
  );
  expect(broken).toEqual([]);
});

describe('the check itself', () => {
  test('finds imports of every form with their lines', () => {
    const source = [
      "import { a } from './a.ts';",
      "// import { no } from './comment.ts';",
      'import {',
      '  b,',
      '} from "./b.ts";',
      "export * from './c.ts';",
      "import './d.css';",
      "const e = import('./e.ts');",
      "import W from './f.ts?worker';",
      "/* export { no } from './comment.ts'; */ const g = new URL('./g.ts', import.meta.url);",
    ].join('\n');
    expect(importsOf(source).map(({ line, from }) => `${line} ${from}`)).toEqual([
      '1 ./a.ts',
      '5 ./b.ts',
      '6 ./c.ts',
      '7 ./d.css',
      '8 ./e.ts',
      '9 ./f.ts',
      '10 ./g.ts',
    ]);
  });

  test.each([
    ['core/base/bits.ts', './bytes.ts'],
    ['core/codec/layout.ts', '../base/bits.ts'],
    ['core/protocols/index.ts', './wsp/dissector.ts'],
    ['core/protocols/wsp/dissector.ts', '../../dissect/registry.ts'],
    ['core/protocols/wsp/dissector.ts', '@noble/hashes/sha2.js'],
    ['core/protocols/wsp/dissector.test.ts', '../dm/v13.ts'],
    ['core/engine/open.ts', '../protocols/index.ts'],
    ['core/engine/open.test.ts', '../testing/packets.ts'],
    ['worker/worker.ts', '../core/engine/open.ts'],
    ['cli/main.ts', 'node:fs'],
    ['ui/app/App.tsx', '../../worker/api-client.ts'],
    ['ui/app/App.tsx', 'react-dom/client'],
    ['ui/app/app.test.ts', 'vitest'],
  ])('%s may import %s', (file, specifier) => expect(complaint(file, specifier)).toBeUndefined());

  test.each([
    ['core/base/bits.ts', '../codec/layout.ts'],
    ['core/base/bits.ts', '@noble/hashes/sha2.js'],
    ['core/protocols/wsp/dissector.ts', '../dm/v13.ts'],
    ['core/protocols/wsp/dissector.ts', '../index.ts'],
    ['core/filter/parser.ts', '../protocols/index.ts'],
    ['core/codec/layout.ts', './layout.test.ts'],
    ['core/codec/layout.ts', '../../../tests/helper.ts'],
    ['core/codec/layout.test.ts', '../../ui/main.tsx'],
    ['core/engine/open.ts', 'node:fs'],
    ['core/engine/open.ts', '../testing/packets.ts'],
    ['worker/worker.ts', '../core/dissect/tree.ts'],
    ['cli/main.ts', '../core/protocols/index.ts'],
    ['ui/app/App.tsx', '../../worker/blob-source.ts'],
    ['ui/app/App.tsx', '../../core/protocols/wsp/tables.ts'],
    ['pwa/register.ts', '../ui/main.tsx'],
    ['elsewhere/a.ts', './b.ts'],
  ])('%s may not import %s', (file, specifier) => expect(complaint(file, specifier)).toBeTypeOf('string'));
});

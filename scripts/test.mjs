// All tests in one run: unit tests, the build, its size, and the browser tests against it.
// A failing step does not hide the ones after it; the last line sums them all up.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'pushscope-test-'));
const sum = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {string} title
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 */
function run(title, args, env = {}) {
  console.log(`\n== ${title}`);
  return (
    spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
  );
}

/**
 * A step that is one test by itself.
 * @param {string} title
 * @param {readonly string[]} args
 */
function runOne(title, args) {
  const passed = run(title, args);
  if (passed) sum.passed++;
  else sum.failed++;
  return passed;
}

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Adds what a runner reported. A runner that fails without reporting a failed test counts as one failure.
 * @param {boolean} succeeded
 * @param {() => Counts} read
 */
function add(succeeded, read) {
  let part = { passed: 0, failed: 0, skipped: 0 };
  let reported = true;
  try {
    part = read();
  } catch {
    reported = false;
  }
  if (part.failed === 0 && !(succeeded && reported)) part.failed = 1;
  sum.passed += part.passed;
  sum.failed += part.failed;
  sum.skipped += part.skipped;
}

/** @returns {Counts} */
function readVitest() {
  /**
   * @type {Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>
   *   & { testResults: { status: string, assertionResults: unknown[] }[] }}
   */
  const report = JSON.parse(readFileSync(unitReport, 'utf8'));
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report;
  // A file that does not even load has no tests to count.
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
}

/** @returns {Counts} */
function readPlaywright() {
  /** @type {{ stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number> }} */
  const { stats } = JSON.parse(readFileSync(browserReport, 'utf8'));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

const unitReport = join(reports, 'unit.json');
const browserReport = join(reports, 'browser.json');
const bin = (/** @type {string} */ path) => resolve(root, 'node_modules', path);

const unitArgs = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
add(run('Unit tests', [bin('vitest/vitest.mjs'), ...unitArgs]), readVitest);

const built = runOne('Build', [bin('vite/bin/vite.js'), 'build']);
if (built) runOne('Size of the first load', ['scripts/size-budget.mjs']);
if (built && runOne('Browser for the browser tests', ['scripts/browser.mjs'])) {
  const args = [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'];
  add(run('Browser tests', args, { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport }), readPlaywright);
}

rmSync(reports, { recursive: true, force: true });
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed === 0 ? 0 : 1;

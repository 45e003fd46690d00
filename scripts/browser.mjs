// Finds a Chromium for the browser tests, and installs one when run as a program and there is none.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { isMain } from './is-main.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} name */
function onPath(name) {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/**
 * CHROME_PATH, else Playwright's own download, else a browser of the system.
 * @returns {string | undefined}
 */
export function findBrowser() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) return chosen;
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  for (const name of NAMES) {
    const found = onPath(name);
    if (found) return found;
  }
  return undefined;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'inherit', env }).status === 0;
}

function install() {
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    // Waits for another package manager run to end instead of failing on its lock.
    const lock = ['-o', 'DPkg::Lock::Timeout=600'];
    const packages = [...lock, 'install', '-y', '--no-install-recommends', 'chromium'];
    if (run('apt-get', packages)) return;
    if (run('apt-get', [...lock, 'update']) && run('apt-get', packages)) return;
  }
  run('npx', ['playwright', 'install', 'chromium']);
}

if (isMain(import.meta.url)) {
  if (!findBrowser()) install();
  const found = findBrowser();
  if (!found || !isExecutable(found)) {
    console.error(
      found
        ? `CHROME_PATH is not an executable file: ${found}`
        : 'No browser for the browser tests. Install Chromium, or set CHROME_PATH to a Chromium or Chrome',
    );
    process.exit(1);
  }
  console.log(`Browser: ${found}`);
}

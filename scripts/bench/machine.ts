import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** First line that a program says of its version; undefined when it is not installed. */
export function versionOf(program: string): string | undefined {
  try {
    const said = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return said.split('\n')[0]?.trim();
  } catch {
    return undefined;
  }
}

/** What the figures depend on, for people. */
export function machine(browser: string | undefined, tshark: string | undefined): readonly string[] {
  const [first] = cpus();
  return [
    `${first?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB of memory, ${process.platform}`,
    `Node ${process.versions.node}, ${browser ?? 'no Chromium'}, ${tshark ?? 'no tshark: rows that need it have no limit'}`,
  ];
}

/** Short name of the commit that is checked out, with a plus sign when files differ from it. */
export function commit(root: string): string {
  try {
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`;
  } catch {
    return 'no commit';
  }
}

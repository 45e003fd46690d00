// Built to dist-cli/main.js: runs the program beside it with the code that was compiled when it was built. Compiling it anew
// takes 80 ms of each start, and of each thread. Another version of Node does not take that code, and compiles the program itself.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';

/** Says which program and which code belong together; the build puts it here. */
const BUILD = '@build@';

const path = fileURLToPath(import.meta.url);
const folder = dirname(path);
const programPath = join(folder, `program-${BUILD}.cjs`);

/** @returns {Buffer | undefined} */
function compiledCode() {
  try {
    return readFileSync(join(folder, `program-${BUILD}.code`));
  } catch {
    // Without it the program is only slower to start.
    return undefined;
  }
}

const cachedData = compiledCode();
export const script = new Script(
  `(function (exports, require, module, __filename, __dirname) {${readFileSync(programPath, 'utf8')}\n})`,
  {
    filename: programPath,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData && { cachedData }),
  },
);
/** @typedef {(args: readonly string[]) => Promise<number>} Main */
const program = { exports: /** @type {{ main: Main }} */ ({}) };
// To the program this file is its own: threads are started with it.
script.runInThisContext()(program.exports, createRequire(path), program, path, folder);

export const { main } = program.exports;

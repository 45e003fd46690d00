// Writes the compiled code of the command line: node compile-cli.mjs MAIN OUT CAPTURE... runs its commands over some captures
// first, for what was compiled while they ran is in the code. They print to the standard output, which nobody reads.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// What has not run for a while would be thrown away: the program's outermost function first, which is half of the compiling.
setFlagsFromString('--no-flush-bytecode');

const [mainPath = '', out = '', ...captures] = process.argv.slice(2);
const { main, script } = await import(pathToFileURL(mainPath).href);
await main(['dissect', '--count', ...captures]);
await main(['dissect', ...captures]);
// Code is taken by a process with the same flags alone.
setFlagsFromString('--flush-bytecode');
writeFileSync(out, script.createCachedData());
process.exitCode = 0;

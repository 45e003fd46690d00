import { type MacroDefinition, macroFault } from '../core/engine/listing/headless-filter.ts';
import { UsageError } from './exit.ts';

/** Reads filter macros as the command line gives them: `name=text`. @throws UsageError for what can be none, and for a name given twice */
export function parseMacros(given: readonly string[]): readonly MacroDefinition[] {
  const macros = given.map((one) => {
    const at = one.indexOf('=');
    if (at < 0) throw new UsageError(`--macro: name=text, not ${one}`);
    const macro = { name: one.slice(0, at).trim(), text: one.slice(at + 1) };
    const fault = macroFault(macro);
    if (fault !== undefined) throw new UsageError(`--macro: ${fault}`);
    return macro;
  });
  const twice = macros.find(({ name }, at) => macros.findIndex((other) => other.name === name) !== at);
  if (twice !== undefined) throw new UsageError(`--macro: ${twice.name} is given twice`);
  return macros;
}

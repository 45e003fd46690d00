import { Registry } from '../dissect/registry.ts';
import { register as data } from './data/data.ts';
import { register as frame } from './frame/frame.ts';

/** The only list of protocols. */
const PROTOCOLS: readonly ((to: Registry) => void)[] = [frame, data];

/** A registry with every protocol. */
export function createRegistry(): Registry {
  const registry = new Registry();
  for (const register of PROTOCOLS) register(registry);
  return registry;
}

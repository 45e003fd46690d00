/** What programs without a page use of the engine. */
export { Tree } from '../codec/tree.ts';
export { formatRow } from '../codec/value.ts';
export type { Context as PacketContext } from '../dissect/context.ts';
export type { Registry } from '../dissect/registry.ts';
export type { Secret } from '../dissect/secrets.ts';
export { createRegistry as newRegistry } from '../protocols/index.ts';
export { AloneDissector, aloneConversation, mayStandAlone } from './alone-dissector.ts';
export type { Capture } from './capture.ts';
export type { DecodeAs } from './views.ts';

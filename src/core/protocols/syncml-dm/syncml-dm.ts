import { registerVocabulary } from '../../dissect/markup-dissector.ts';
import type { Registry } from '../../dissect/registry.ts';
import { DMDDF_NAMESPACE, devinf, dmddf, METINF_NAMESPACE, syncml } from './vocabularies.ts';

/** SyncML messages, management trees and device information, in both forms. */
export function register(to: Registry): void {
  registerVocabulary(to, syncml, {
    wbxml: ['application/vnd.syncml.dm+wbxml', 'application/vnd.syncml+wbxml'],
    xml: ['application/vnd.syncml.dm+xml', 'application/vnd.syncml+xml'],
    layers: ['syncml', 'syncml-dm'],
    namespaces: [undefined, METINF_NAMESPACE, DMDDF_NAMESPACE],
  });
  registerVocabulary(to, dmddf, {
    wbxml: ['application/vnd.syncml.dmtnds+wbxml', 'application/vnd.syncml.dmddf+wbxml'],
    xml: ['application/vnd.syncml.dmtnds+xml', 'application/vnd.syncml.dmddf+xml'],
    layers: ['dmddf', 'tnds'],
    namespaces: [],
  });
  registerVocabulary(to, devinf, {
    wbxml: ['application/vnd.syncml-devinf+wbxml'],
    xml: ['application/vnd.syncml-devinf+xml'],
    layers: ['devinf'],
    namespaces: [undefined],
  });
}

import type { Vocabulary } from '../../dissect/vocabulary.ts';
import { type FromXml, type FromXmlOptions, wbxmlFromXml } from '../../dissect/wbxml/from-xml.ts';
import { channel } from '../../protocols/channel/channel.ts';
import { co } from '../../protocols/co/co.ts';
import { drmRights } from '../../protocols/drm-rights/drm-rights.ts';
import { emn } from '../../protocols/emn/emn.ts';
import { prov } from '../../protocols/oma-cp/oma-cp.ts';
import { otaSettings } from '../../protocols/ota-settings/ota-settings.ts';
import { si } from '../../protocols/si/si.ts';
import { sl } from '../../protocols/sl/sl.ts';
import { devinf, dmddf, syncml } from '../../protocols/syncml-dm/vocabularies.ts';
import { wml } from '../../protocols/wml/wml.ts';

/** Every document type that has WBXML tokens. */
export const WBXML_VOCABULARIES: readonly Vocabulary[] = [
  ...[si, sl, co, emn, prov, otaSettings, drmRights, channel, wml, syncml, dmddf, devinf],
];

/** An XML text in WBXML, with the tokens of the type that its DOCTYPE, namespace or root names. */
export function encodeDocument(xml: string, options: FromXmlOptions = {}): FromXml {
  return wbxmlFromXml(xml, WBXML_VOCABULARIES, options);
}

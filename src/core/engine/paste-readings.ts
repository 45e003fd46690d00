import type { Registry } from '../dissect/registry.ts';
import type { PasteResult } from '../files/paste/recognise.ts';
import { recognisePaste } from '../files/paste/recognise.ts';
import { chooseLayer } from './layers.ts';
import type { PasteReading } from './views.ts';

/** What pasted text could be, likeliest first. */
export function pasteReadings(registry: Registry, text: string): readonly PasteReading[] {
  return recognisePaste(text).map((paste) => reading(registry, paste, text));
}

function reading(registry: Registry, paste: PasteResult, text: string): PasteReading {
  const [first] = paste.packets;
  const asked = first?.layerHint;
  const known = asked !== undefined && registry.table('layer').has(asked) ? asked : undefined;
  const { layer, chosenBy } = chooseLayer(registry, first?.bytes ?? new Uint8Array(0), known);
  return {
    form: paste.form,
    packets: paste.packets.length,
    octets: paste.packets.reduce((sum, { bytes }) => sum + bytes.length, 0),
    layer,
    layerChosenBy: known === undefined ? chosenBy : 'stated by the text',
    confidence: paste.confidence,
    ignored: paste.ignored.map(({ start, end }) => text.slice(start, end)),
    warnings: paste.warnings,
  };
}

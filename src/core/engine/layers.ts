import type { Registry } from '../dissect/registry.ts';

/** What octets without a frame around them are read as. */
export interface LayerChoice {
  /** Key of the `layer` table. */
  readonly layer: string;
  readonly chosenBy: string;
}

/** Layers that octets could start with, likeliest first. */
export function guessLayers(registry: Registry, bytes: Uint8Array): readonly LayerChoice[] {
  const table = registry.table('layer');
  const out: LayerChoice[] = [];
  for (const { dissector, likely } of table.candidates(bytes)) {
    const layer = table.keyOf(dissector);
    if (layer !== undefined) out.push({ layer, chosenBy: `guess ${likely.toFixed(2)}` });
  }
  return out;
}

/** The layer to start with: the one that was asked for, else the likeliest, else octets that nothing claims. */
export function chooseLayer(registry: Registry, bytes: Uint8Array, asked: string | undefined): LayerChoice {
  if (asked !== undefined) return { layer: asked, chosenBy: 'stated' };
  return guessLayers(registry, bytes)[0] ?? { layer: 'data', chosenBy: 'nothing else fits' };
}

import type { Capture } from '../engine/capture.ts';
import { ShapeColumn } from '../engine/listing/shape-column.ts';
import { CaptureStatistics } from '../engine/statistics/capture-statistics.ts';
import { filterCatalogue } from '../filter/catalogue.ts';

/** Statistics of all packets of a capture that is read to its end, in which no time goes by. */
export function statisticsOf(capture: Capture): CaptureStatistics {
  const shapes = new ShapeColumn();
  const catalogue = filterCatalogue(capture.registry);
  return new CaptureStatistics({
    capture,
    clock: { now: () => 0, pause: () => Promise.resolve() },
    catalogue: () => catalogue,
    shapes: () => shapes,
    secrets: () => [],
    version: () => 1,
    isLoading: () => false,
    isRelated: () => true,
    isGrowing: () => false,
    shown: () => undefined,
  });
}

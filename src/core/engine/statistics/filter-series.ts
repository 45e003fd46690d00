import type { Secret } from '../../dissect/secrets.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import { compileFilter } from '../../filter/compile.ts';
import type { MacroSet } from '../../filter/macros/macro-set.ts';
import { IndexSet } from '../../store/index-set.ts';
import type { Capture } from '../capture.ts';
import { Scan } from '../listing/scan.ts';
import type { ShapeColumn } from '../listing/shape-column.ts';
import type { Slices } from '../listing/slices.ts';
import { TableColumns } from '../listing/table-columns.ts';
import type { FilterFault } from '../listing-views.ts';

export interface FilterSeriesHost {
  readonly capture: Capture;
  catalogue(): FilterCatalogue;
  shapes(): ShapeColumn;
  secrets(): readonly Secret[];
  slices(): Slices;
  isLoading(): boolean;
  /** False while trees may still change because packets have to do with each other. */
  isRelated(): boolean;
}

/** The packets that a display filter matches, found in the background: a bit a packet. */
export class FilterSeries {
  readonly text: string;
  readonly fault: FilterFault | undefined;
  readonly #host: FilterSeriesHost;
  readonly #macros: MacroSet;
  readonly #matches = new IndexSet();
  readonly #scan: Scan | undefined;
  readonly #asksRelations: boolean;
  readonly #isProvisional: boolean;
  #isRunning = false;
  #isOn = true;

  constructor(host: FilterSeriesHost, text: string) {
    this.#host = host;
    this.text = text;
    const catalogue = host.catalogue();
    this.#macros = catalogue.macros;
    const compiled = compileFilter(text, catalogue);
    const needs = 'filter' in compiled ? compiled.filter.needs : undefined;
    this.#asksRelations = needs?.relations === true;
    this.#isProvisional = needs?.columnsOnly === false && this.#mayChange();
    if ('fault' in compiled) {
      const { message, start, end } = compiled.fault;
      this.fault = { message, start, end };
      return;
    }
    const columns = new TableColumns(host.capture, host.shapes());
    this.#scan = new Scan(host.capture, compiled.filter, columns, host.secrets());
  }

  /** True when every packet so far has been decided. */
  get isComplete(): boolean {
    return this.#scan === undefined || this.#scan.next >= this.#host.capture.length;
  }

  /** True when it began while packets were still coming, which may have changed how packets before them read, or its macros are others now. */
  get isStale(): boolean {
    if (this.text.includes('$') && this.#macros !== this.#host.catalogue().macros) return true;
    return this.#isProvisional && !this.#mayChange();
  }

  /** True while packets that come, or that are found to have to do with others, may read differently. */
  #mayChange(): boolean {
    return this.#host.isLoading() || (this.#asksRelations && !this.#host.isRelated());
  }

  /** Whether a packet matches; undefined while that is not known. */
  decides(index: number): boolean | undefined {
    if (this.#scan === undefined) return false;
    return index < this.#scan.next ? this.#matches.has(index) : undefined;
  }

  /** Goes on deciding packets, in slices, unless it is at it already. */
  start(): void {
    if (this.#scan === undefined || this.#isRunning || this.isComplete) return;
    this.#isRunning = true;
    this.#scan
      .run(
        this.#host.slices(),
        () => this.#isOn,
        (indexes) => {
          for (let i = 0; i < indexes.length; i++) this.#matches.set(indexes[i]!, true);
        },
        () => undefined,
      )
      // The file is gone: what was found stays.
      .catch(() => undefined)
      .finally(() => {
        this.#isRunning = false;
      });
  }

  stop(): void {
    this.#isOn = false;
  }
}

import { rowClass } from '../../colours/palette.ts';
import { lineTint, rgbOf } from './tints.ts';

/** What a row's colour draws: its ground, strong enough for a line, and its ink; undefined where it is that of all rows. */
export interface LineColours {
  readonly ground: string | undefined;
  readonly ink: string | undefined;
}

/** Colours as the page's styles have them now, as a canvas takes them; each is looked up once. */
export class MapColours {
  readonly #probe: HTMLElement;
  readonly #lines = new Map<number, LineColours>();
  readonly #tokens = new Map<string, string>();

  /** @param probe an element that is not shown, whose class is free, in the colours of the surface */
  constructor(probe: HTMLElement) {
    this.#probe = probe;
  }

  /** Of a row, by `PacketRow.colour`: as the classes say that its row has too. */
  line(colour: number): LineColours {
    let known = this.#lines.get(colour);
    if (known === undefined) {
      const usual = this.#styled('');
      const own = this.#styled(rowClass(colour));
      known = {
        ground: own.ground === usual.ground ? undefined : tinted(usual.ground, own.ground),
        ink: own.ink === usual.ink ? undefined : own.ink,
      };
      this.#lines.set(colour, known);
    }
    return known;
  }

  /** A variable of app/tokens.css. */
  token(name: string): string {
    let known = this.#tokens.get(name);
    if (known === undefined) {
      known = getComputedStyle(this.#probe).getPropertyValue(name).trim();
      this.#tokens.set(name, known);
    }
    return known;
  }

  /** The theme is another one. */
  forget(): void {
    this.#lines.clear();
    this.#tokens.clear();
  }

  #styled(classes: string): { readonly ground: string; readonly ink: string } {
    this.#probe.className = classes;
    const { backgroundColor, color } = getComputedStyle(this.#probe);
    return { ground: backgroundColor, ink: color };
  }
}

const tinted = (surface: string, ground: string): string => `rgb(${lineTint(rgbOf(surface), rgbOf(ground)).join(' ')})`;

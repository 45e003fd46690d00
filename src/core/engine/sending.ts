import { bearers, sendOver } from '../craft/bearers/bearers.ts';
import type { Outgoing, Push } from '../craft/bearers/push.ts';
import { lackOf, pushAmong } from '../craft/bearers/push-among.ts';
import { pushOf } from '../craft/bearers/push-of.ts';
import type { Built } from '../craft/build.ts';
import { buildChecked } from '../craft/build-checked.ts';
import { describePacket } from '../craft/describe-packet.ts';
import { dissectAlone } from '../craft/dissect-alone.ts';
import { formatDescription } from '../craft/format-description.ts';
import { exportAs, formats } from '../craft/formats/formats.ts';
import { readItems, type UnreadItem } from '../craft/formats/read-items.ts';
import type { Names } from '../craft/names.ts';
import { TEMPLATE_SECONDS } from '../craft/templates/notifications.ts';
import { templatePush, templates } from '../craft/templates/templates.ts';
import type { CraftApi, CraftFormat, ExportItem, OutgoingPacket } from '../craft/views.ts';
import type { Start } from '../dissect/context.ts';
import type { Secret } from '../dissect/secrets.ts';

/** Packets around one that are looked at for the other parts of its content. */
const MOST_AMONG = 1000;

/** What leaves the workbench: templates, bearers, and packets written in a format. Errors say for people why something cannot be. */
export class Sending {
  readonly #names: Names;
  readonly #secrets: readonly Secret[];

  constructor(names: Names, secrets: readonly Secret[]) {
    this.#names = names;
    this.#secrets = secrets;
  }

  static readonly choices: ReturnType<CraftApi['craftTemplates']> = { templates, bearers };
  static readonly formats: readonly CraftFormat[] = formats;

  /** Description of the packet that brings a template's content over a bearer: of several, the first of them. */
  template(template: string, bearer: string): string {
    const first = sendOver(templatePush(template), bearer).find(({ isContent }) => isContent);
    if (first === undefined) throw new Error('the bearer sends nothing');
    return this.#describe(first);
  }

  /** All packets that bring a template's content over a bearer, with the answers of the other side. */
  templatePackets(template: string, bearer: string): readonly OutgoingPacket[] {
    return this.#outgoing(sendOver(templatePush(template), bearer));
  }

  /**
   * The packets that bring the content of a description over another bearer.
   * @param among packets in order, itself included, of which others may have parts of the content
   */
  over(description: string, bearer: string, among: readonly string[] = []): readonly OutgoingPacket[] {
    const built = this.#build(description);
    const { tree, context } = dissectAlone(this.#names.registry, built, this.#secrets);
    const lack = lackOf(tree);
    const push = (lack === undefined ? pushOf(tree, context) : undefined) ?? this.#pushAmong(description, among);
    if (push !== undefined) return this.#outgoing(sendOver(push, bearer));
    throw new Error(
      lack === undefined
        ? 'the packet carries no push that another bearer could bring'
        : `the packet carries a part of a push only: ${lack}`,
    );
  }

  #pushAmong(description: string, among: readonly string[]): Push | undefined {
    const items: UnreadItem[] = [];
    let at = -1;
    for (const text of among.slice(0, MOST_AMONG)) {
      const { bytes, start, seconds, nanos } = buildChecked(text, this.#names, this.#secrets);
      // What cannot be built is no part of anything.
      if (bytes === undefined || start.table === 'media.type') continue;
      if (text === description && at < 0) at = items.length;
      items.push({ bytes, start, seconds, nanos, comment: '', description: text });
    }
    return at < 0 ? undefined : pushAmong(readItems(this.#names.registry, items, this.#secrets), at);
  }

  #outgoing(packets: readonly Outgoing[]): readonly OutgoingPacket[] {
    return packets.map((packet) => ({
      label: packet.label,
      description: this.#describe(packet),
      bytes: packet.bytes,
      isContent: packet.isContent,
    }));
  }

  /** Packets in a format, each as many seconds after the first as it says. */
  export(items: readonly ExportItem[], format: string): Uint8Array {
    let first = 0;
    const unread = items.map(({ description, delay, comment }, index): UnreadItem => {
      const built = this.#build(description, `packet ${index + 1}: `);
      // Without a time it is sent when templates are: then the times in them are those of sending.
      if (index === 0) first = (built.seconds === 0 ? TEMPLATE_SECONDS : built.seconds) + built.nanos / 1e9;
      const time = first + delay;
      const seconds = Math.floor(time);
      // Microseconds: what is added in floating point has no more that are exact.
      const nanos = Math.min(999_999, Math.round((time - seconds) * 1e6)) * 1000;
      return { bytes: built.bytes, start: this.#layerStart(built.start), seconds, nanos, comment, description };
    });
    return exportAs(readItems(this.#names.registry, unread, this.#secrets), format);
  }

  #build(description: string, prefix = ''): Built & { readonly bytes: Uint8Array } {
    const built = buildChecked(description, this.#names, this.#secrets);
    const { bytes, faults } = built;
    if (bytes !== undefined) return { ...built, bytes };
    const [fault] = faults.list;
    throw new Error(`${prefix}${fault?.path ?? ''} ${fault?.message ?? 'the description cannot be built'}`.trim());
  }

  /** Files hold link layers and layers by name; content that is known by its media type is a layer where it has one. */
  #layerStart(start: Start): UnreadItem['start'] {
    if (start.table !== 'media.type') return start;
    const dissector = this.#names.registry.table('media.type').get(start.key);
    const key = dissector && this.#names.registry.table('layer').keyOf(dissector);
    if (key === undefined) throw new Error(`${start.key} is no content that can stand in a file by itself`);
    return { table: 'layer', key };
  }

  #describe({ bytes, start }: Outgoing): string {
    const { tree, context } = dissectAlone(this.#names.registry, { bytes, start }, this.#secrets);
    return formatDescription(describePacket(tree, context, this.#names, this.#secrets, 'xml'));
  }
}

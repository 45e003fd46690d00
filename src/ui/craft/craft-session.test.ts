import { expect, test, vi } from 'vitest';
import { activePacket, createCraftStore } from '../state/craft.ts';
import { textOf } from '../state/craft-packet.ts';
import { fakeCraft } from '../testing/fake-craft.ts';
import { createCraftSession } from './craft-session.ts';

function start(gate?: () => Promise<void>) {
  let now = 0;
  const store = createCraftStore(() => (now += 10_000));
  const engine = fakeCraft(gate);
  const say = vi.fn();
  const session = createCraftSession(store, () => engine, say);
  const packet = () => {
    const found = activePacket(store.getState());
    if (found === undefined) throw new Error('no packet is open');
    return found;
  };
  const settled = () => vi.waitFor(() => expect(session.isSettled).toBe(true));
  return { store, session, packet, settled, say, state: () => store.getState() };
}

async function opened(gate?: () => Promise<void>) {
  const craft = start(gate);
  await craft.session.openTemplate('t', 'b', 'Sum');
  await craft.settled();
  return craft;
}

test('a template is built', async () => {
  const { packet } = await opened();
  expect(packet().built?.bytes).toEqual(Uint8Array.of(1, 2, 3));
  expect(packet().nodes.map(({ computed }) => computed)).toEqual(['no', 'no', 'computed']);
});

test('content in parts: the first is opened, the others are collected', async () => {
  const { session, state, packet, settled } = start();
  await session.openTemplate('parts', 'b', 'Sum');
  await settled();
  expect(state().packets.map(({ name }) => name)).toEqual(['Sum, part 1', 'Sum, part 2']);
  expect(packet().name).toBe('Sum, part 1');
});

test('form, text and octets change one text, and one history takes all of it back', async () => {
  const { session, packet, settled, state } = await opened();
  const { id } = packet();
  session.set(id, '/a', '7');
  await settled();
  expect(packet().built?.bytes).toEqual(Uint8Array.of(7, 2, 9));
  state().write(id, '{"a":7,"b":3,"sum":"auto"}', 'text');
  await settled();
  expect(packet().built?.bytes).toEqual(Uint8Array.of(7, 3, 10));
  await session.edit(id, { kind: 'bits', start: 16, end: 24, hex: 'ff' });
  expect(packet().built?.bytes).toEqual(Uint8Array.of(7, 3, 255));
  expect(packet().nodes[2]?.computed).toBe('pinned');
  await session.edit(id, { kind: 'unpin', path: '/sum' });
  expect(packet().built?.bytes).toEqual(Uint8Array.of(7, 3, 10));

  const texts: string[] = [];
  for (let at = 0; at < 4; at++) {
    session.travel('undo');
    await settled();
    texts.push([...(packet().built?.bytes ?? [])].join(' '));
  }
  expect(texts).toEqual(['7 3 255', '7 3 10', '7 2 9', '1 2 3']);
  for (let at = 0; at < 4; at++) session.travel('redo');
  await settled();
  expect(packet().built?.bytes).toEqual(Uint8Array.of(7, 3, 10));
});

test('octets before the last edit are known, after an undo too', async () => {
  const { session, packet, settled } = await opened();
  session.set(packet().id, '/a', '7');
  await settled();
  expect(packet().before).toEqual(Uint8Array.of(1, 2, 3));
  session.travel('undo');
  await settled();
  expect(packet().before).toEqual(Uint8Array.of(7, 2, 9));
});

test('a value that is refused stays as it was typed, with the reason, until it is right', async () => {
  const { session, packet, settled } = await opened();
  const { id } = packet();
  session.set(id, '/a', '7x');
  await settled();
  expect(packet().history.present.drafts).toEqual({ '/a': '7x' });
  expect(packet().refused).toEqual({ '/a': 'must be a number' });
  expect(packet().built?.bytes).toEqual(Uint8Array.of(1, 2, 3));
  session.set(id, '/a', '75');
  await settled();
  expect(packet().history.present.drafts).toEqual({});
  expect(packet().refused).toEqual({});
  expect(packet().built?.bytes[0]).toBe(75);
});

test('what was refused gives way when the octets say something else', async () => {
  const { session, packet, settled } = await opened();
  const { id } = packet();
  session.set(id, '/a', 'x');
  await settled();
  await session.edit(id, { kind: 'bits', start: 8, end: 16, hex: '05' });
  expect(packet().history.present.drafts).toEqual({ '/a': 'x' });
  await session.edit(id, { kind: 'bits', start: 0, end: 8, hex: '09' });
  expect(packet().history.present.drafts).toEqual({});
});

test('typing while an edit is on its way loses neither', async () => {
  let open = (): void => undefined;
  let gate: Promise<void> | undefined = new Promise((done) => {
    open = done;
  });
  const { session, packet, settled, state } = await opened(async () => gate);
  const { id } = packet();
  session.set(id, '/a', '7');
  await Promise.resolve();
  state().write(id, '{"a":1,"b":200,"sum":"auto"}', 'text');
  gate = undefined;
  open();
  await settled();
  expect(textOf(packet())).toBe('{"a":7,"b":200,"sum":"auto"}');
});

test('what is typed is shown until the engine has answered about it', async () => {
  const { session, store, packet, settled } = await opened();
  const { id } = packet();
  const shown: string[] = [];
  store.subscribe(() => {
    const { nodes, history } = packet();
    shown.push(history.present.drafts['/a'] ?? nodes[0]?.text ?? '');
  });
  session.set(id, '/a', '9');
  await settled();
  expect(new Set(shown)).toEqual(new Set(['9']));
  session.set(id, '/a', 'x');
  await settled();
  session.travel('undo');
  await settled();
  expect(packet().history.present.drafts).toEqual({});
  session.travel('redo');
  await settled();
  expect(packet().history.present.drafts).toEqual({ '/a': 'x' });
  expect(packet().refused).toEqual({ '/a': 'must be a number' });
});

test('a broken text keeps the last packet that could be built', async () => {
  const { packet, settled, state } = await opened();
  state().write(packet().id, '{"a":', 'text');
  await settled();
  expect(packet().answer?.faults).toHaveLength(1);
  expect(packet().built?.bytes).toEqual(Uint8Array.of(1, 2, 3));
  expect(packet().nodes).toHaveLength(3);
  expect(textOf(packet())).toBe('{"a":');
});

test('what is not possible is said', async () => {
  const { session, packet, say } = await opened();
  await session.edit(packet().id, { kind: 'remove', path: '/a' });
  expect(say).toHaveBeenCalledWith('a fixed record has no such parts');
  await session.openTemplate('none', '', 'None');
  expect(say).toHaveBeenCalledWith('no such template');
});

test('a paste of several packets makes as many, and they can be moved and closed', async () => {
  const { session, state, settled } = start();
  await session.openPaste('a', 0, 'data', 'hex');
  await settled();
  expect(state().packets.map(({ name }) => name)).toEqual(['Pasted hex', 'Pasted hex (2)']);
  const [first, second] = state().packets.map(({ id }) => id);
  if (first === undefined || second === undefined) throw new Error('two packets are expected');
  state().move(second, -1);
  expect(state().packets.map(({ id }) => id)).toEqual([second, first]);
  state().move(second, -1);
  expect(state().packets.map(({ id }) => id)).toEqual([second, first]);
  expect(state().active).toBe(second);
  state().remove(second);
  expect(state().active).toBe(first);
  state().remove(first);
  expect(state().active).toBeUndefined();
});

test('bits of a link are selected in its packet', async () => {
  const { session, state } = start();
  await session.openBytes(Uint8Array.of(5, 6), 'data', 'Linked', { start: 8, end: 16 });
  expect(state().selected).toEqual({ path: '/o1', start: 8, end: 16, from: 'findings' });
});

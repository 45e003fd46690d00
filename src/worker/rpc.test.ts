import { MessageChannel as NodeChannel } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, type Remote, RemoteError, serve } from './rpc.ts';

interface Api {
  add(a: number, b: number): number;
  later(text: string): string;
  fail(): number;
  bytes(): { readonly bytes: Uint8Array };
}
interface Events {
  tick: number;
}

const channels: NodeChannel[] = [];
afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close();
    port2.close();
  }
});

function pair(): {
  remote: Remote<Api>;
  fail: (reason: string) => void;
  ticks: number[];
  send: (n: number) => void;
  held: Uint8Array;
} {
  const channel = new NodeChannel();
  channels.push(channel);
  channel.port1.start();
  channel.port2.start();
  const ticks: number[] = [];
  const held = new Uint8Array(1000);
  const { remote, fail } = connect<Api, Events>(channel.port1 as never, (_event, value) => ticks.push(value));
  const send = serve<Api, Events>(
    channel.port2 as never,
    {
      add: (a, b) => a + b,
      later: async (text) => text.toUpperCase(),
      fail: () => {
        throw new Error('no such thing');
      },
      bytes: () => ({ bytes: held }),
    },
    (result) =>
      typeof result === 'object' && result !== null && 'bytes' in result
        ? [(result.bytes as Uint8Array).buffer as ArrayBuffer]
        : [],
  );
  return { remote, fail, ticks, send: (n) => send('tick', n), held };
}

describe('calls between threads', () => {
  test('answer each call with its own result', async () => {
    const { remote } = pair();
    expect(await Promise.all([remote.add(1, 2), remote.later('a'), remote.add(3, 4)])).toEqual([3, 'A', 7]);
  });
  test('reject with what the other side says', async () => {
    const { remote } = pair();
    await expect(remote.fail()).rejects.toThrow(new RemoteError('no such thing'));
    await expect((remote as unknown as { nothing(): Promise<void> }).nothing()).rejects.toThrow(
      'no such call: nothing',
    );
  });
  test('move buffers', async () => {
    const { remote, held } = pair();
    expect((await remote.bytes()).bytes).toHaveLength(1000);
    expect(held).toHaveLength(0);
  });
  test('bring events in order', async () => {
    const { remote, ticks, send } = pair();
    for (const n of [1, 2, 3]) send(n);
    await remote.add(0, 0);
    expect(ticks).toEqual([1, 2, 3]);
  });
  test('are rejected, open and new ones, when the other side has died', async () => {
    const { remote, fail } = pair();
    const open = remote.later('x');
    fail('the engine stopped');
    await expect(open).rejects.toThrow('the engine stopped');
    await expect(remote.add(1, 1)).rejects.toThrow('the engine stopped');
  });
  test('leave the remote awaitable', async () => {
    const { remote } = pair();
    expect(await remote).toBe(remote);
  });
});

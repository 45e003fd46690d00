import { expect, test } from 'vitest';
import type { FollowView } from '../../worker/api.ts';
import { createAppStore } from './store.ts';

const view = (id: number): FollowView => ({
  id,
  layer: 'tcp',
  ends: ['10.0.0.1:1000', '10.0.0.2:80'],
  octets: [1, 2],
  missing: [0, 0],
  repeated: 0,
  turns: 2,
  packets: 2,
  looked: 2,
  total: 2,
  phase: 'complete',
  next: undefined,
  fault: undefined,
});

const following = { packet: 4, isFromHere: false, filterBefore: 'tcp', filter: 'tcp.port == 80' };

function started() {
  const store = createAppStore();
  store.getState().applyFilter('tcp');
  store.getState().startFollowing(following, view(1));
  return store;
}

test('a conversation filters the list, and leaving it brings back the filter of before', () => {
  const store = started();
  expect(store.getState().filter).toBe('tcp.port == 80');
  store.getState().leaveFollowing(false);
  expect(store.getState()).toMatchObject({ filter: 'tcp', draft: 'tcp', following: undefined, followed: undefined });
});

test('its filter stays when it is wished, and so does one that was applied meanwhile', () => {
  const kept = started();
  kept.getState().leaveFollowing(true);
  expect(kept.getState().filter).toBe('tcp.port == 80');
  const typed = started();
  typed.getState().applyFilter('udp');
  typed.getState().leaveFollowing(false);
  expect(typed.getState().filter).toBe('udp');
});

test('the end that is shown stays when the same is read anew, the form always', () => {
  const store = started();
  store.getState().showFollowed({ side: 1, form: 'dump' });
  store.getState().startFollowing(following, view(2));
  expect(store.getState()).toMatchObject({ followSide: 1, followForm: 'dump', followed: { id: 2 } });
  store.getState().startFollowing({ ...following, packet: 9 }, view(3));
  expect(store.getState()).toMatchObject({ followSide: 'both', followForm: 'dump' });
});

test('an answer behind leaving, and another capture, show nothing', () => {
  const store = started();
  store.getState().leaveFollowing(false);
  store.getState().takeFollowed(view(1));
  expect(store.getState().followed).toBeUndefined();
  const other = started();
  other.getState().beginOpening({ input: { kind: 'bytes', name: 'x', bytes: new Uint8Array(0) }, name: 'x' });
  expect(other.getState()).toMatchObject({ following: undefined, followed: undefined });
});

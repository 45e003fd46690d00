import type { ToThread } from '../core/engine/threads/thread-messages.ts';
import { ThreadServer } from '../core/engine/threads/thread-server.ts';
import { BlobSource } from './blob-source.ts';

const server = new ThreadServer(
  (file) => (file instanceof Blob ? new BlobSource('', file) : undefined),
  (answer) => {
    const moved = answer.kind === 'answer' && answer.matches !== undefined ? [answer.matches.buffer] : [];
    self.postMessage(answer, { transfer: moved });
  },
);

self.addEventListener('message', ({ data }: MessageEvent<ToThread>) => server.serve(data));

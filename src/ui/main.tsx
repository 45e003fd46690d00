import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onLaunchedFiles } from '../pwa/launch-queue.ts';
import { registerServiceWorker } from '../pwa/register.ts';
import { createActions } from './actions/actions.ts';
import { App } from './app/App.tsx';
import { startEngine } from './app/client.ts';
import { AppContext } from './app/context.ts';
import { isVisited, keepAddress } from './app/last-visit.ts';
import { mergeFiles, openFiles } from './app/open-files.ts';
import { openLink } from './app/open-link.ts';
import { PageFault } from './app/PageFault.tsx';
import { filePicker } from './app/pick-file.ts';
import { findSample } from './app/samples.ts';
import { createSession } from './app/session.ts';
import { whenPainted } from './app/when-painted.ts';
import { addressValues, readAddress } from './state/address.ts';
import { keepFilterBook } from './state/filter-book.ts';
import { readStatistics } from './state/statistics-address.ts';
import { createAppStore } from './state/store.ts';
import { loadLayout, saveLayout } from './state/stored-layout.ts';
import './app/tokens.css';
import './app/base.css';

declare global {
  interface Window {
    /** For tests that drive the page; see README.md. */
    pushscope?: { readonly idle: () => Promise<void> };
  }
}

function start(root: HTMLElement): void {
  const store = createAppStore(loadLayout());
  const session = createSession(store, startEngine);
  const open = openFiles(store, session);
  const actions = createActions(store, session, filePicker(open), filePicker(mergeFiles(store, session)));
  store.subscribe((state, before) => {
    if (state.layout !== before.layout) saveLayout(state.layout);
  });
  keepFilterBook(store);
  const { place, sample, packet, filter } = readAddress(location.hash);
  const linked = findSample(sample);
  if (linked !== undefined) session.openSample(linked, { packet, filter, isAgain: true });
  if (place === 'craft' || place === 'statistics') store.getState().showPlace(place);
  if (place === 'statistics') store.getState().setStatistics(readStatistics(addressValues(location.hash)));
  openLink(store, session, location.hash);
  addEventListener('hashchange', () => {
    if (!isVisited()) openLink(store, session, location.hash);
  });
  keepAddress(store);
  onLaunchedFiles(open);
  // Whoever presses, drags or types something is about to open something.
  for (const intent of ['pointerdown', 'dragenter', 'keydown']) addEventListener(intent, session.warm, { once: true });
  whenPainted(session.warm);
  registerServiceWorker((activate) => store.getState().setUpdateWaiting(activate));
  window.pushscope = { idle: session.idle };
  createRoot(root).render(
    <StrictMode>
      <AppContext value={{ store, session, actions }}>
        <PageFault>
          <App />
        </PageFault>
      </AppContext>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root !== null) start(root);

const CHECK_EVERY_MS = 60 * 60 * 1000;

/**
 * Makes the app available offline. `onUpdateWaiting` is called when a new version is stored and waits;
 * `activate` switches to it and reloads the page.
 */
export function registerServiceWorker(onUpdateWaiting: (activate: () => void) => void): void {
  // Development serves no worker, and an insecure address has no service workers at all.
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  const container = navigator.serviceWorker;

  const announce = (worker: ServiceWorker): void => {
    onUpdateWaiting(() => {
      container.addEventListener('controllerchange', () => window.location.reload(), { once: true });
      worker.postMessage('activate');
    });
  };

  const watch = (registration: ServiceWorkerRegistration): void => {
    // Without a controller this is the first visit: nothing is being replaced.
    if (registration.waiting && container.controller) announce(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const incoming = registration.installing;
      incoming?.addEventListener('statechange', () => {
        if (incoming.state === 'installed' && container.controller) announce(incoming);
      });
    });
    checkWhenSeenAgain(registration);
  };

  const address = new URL('sw.js', document.baseURI);
  container.register(address, { updateViaCache: 'none' }).then(watch, () => {
    // Private windows and blocked storage refuse; the app works the same, only not offline.
  });
}

function checkWhenSeenAgain(registration: ServiceWorkerRegistration): void {
  let checkedAt = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - checkedAt < CHECK_EVERY_MS) return;
    checkedAt = Date.now();
    registration.update().catch(() => {
      // Offline: the stored version goes on.
    });
  });
}

import { createRoot } from 'react-dom/client';
import { registerServiceWorker } from '../pwa/register.ts';

const root = document.getElementById('root');
if (root) createRoot(root).render(<h1>Pushscope</h1>);

registerServiceWorker((activate) => activate());

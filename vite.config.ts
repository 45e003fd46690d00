import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { licenses } from './build/licenses.ts';
import { pwa } from './build/pwa.ts';

const { app, worker } = licenses();

export default defineConfig({
  // Relative addresses: one build works at the root of a host and in any folder of it.
  base: './',
  plugins: [react(), app, pwa()],
  // The default (iife) would pull every dynamic import of a worker into one file.
  worker: { format: 'es', plugins: worker },
  build: {
    target: 'es2023',
    manifest: true,
    chunkSizeWarningLimit: 4096,
  },
});

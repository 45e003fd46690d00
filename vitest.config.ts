import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // One processor is not left idle beside it: nothing else runs meanwhile.
    maxWorkers: availableParallelism(),
    setupFiles: ['tests/setup.ts'],
    // Property tests take half a minute, and several times that on a machine that does other work; a test that hangs is still found.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    coverage: {
      provider: 'v8',
      include: ['src/core/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.d.ts'],
    },
  },
});

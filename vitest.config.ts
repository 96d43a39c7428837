import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './tools/closing-line.ts';

const project = (name: string, more: object = {}) => ({
  extends: true as const,
  test: { name, include: [`**/*.${name}.test.ts`], ...more },
});

export default defineConfig({
  ssr: { resolve: { conditions: ['@crossdock/source'] } }, // workspace packages come from their source
  test: {
    isolate: false, // modules hold no state
    maxWorkers: Math.max(4, availableParallelism()), // the database tests wait more than they work
    exclude: ['**/node_modules/**', '**/dist/**', '**/.crossdock/**'],
    reporters: ['default', new ClosingLine()],
    projects: [
      project('unit', { testTimeout: 60_000 }),
      project('planted', { testTimeout: 60_000, fileParallelism: false, sequence: { groupOrder: 1 } }),
      project('contract', { testTimeout: 20_000 }),
      project('db', { globalSetup: './hub/src/testing/test-server.ts', testTimeout: 20_000 }),
      project('system', { globalSetup: './hub/src/testing/test-server.ts', testTimeout: 120_000, fileParallelism: false, sequence: { groupOrder: 2 } }),
    ],
  },
});

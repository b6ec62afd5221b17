import { defineConfig } from 'vitest/config'

// Google's clients would look for a cloud machine around them.
const env = { METADATA_SERVER_DETECTION: 'none' }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          env,
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.emulator.test.ts', 'test/e2e/**'],
          // Properties over large values take seconds, on a busy machine several times as many.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'emulator',
          env,
          include: ['test/**/*.emulator.test.ts', 'test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

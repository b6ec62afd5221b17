import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vitest/config'

import { projectFiles, type TestProject } from './tools/test/projects.ts'
import Sequencer from './tools/test/sequencer.ts'

/** As `web/vite.config.ts` has it. */
const resolve = { alias: { contract: fileURLToPath(new URL('functions/src/contract', import.meta.url)) } }

// Google's clients would look for a cloud machine around them.
const env = { METADATA_SERVER_DETECTION: 'none' }

function project(name: TestProject, timeouts: { test: number; hook: number }, own: object = {}) {
  const { include, exclude } = projectFiles[name]
  return {
    resolve,
    test: {
      name,
      env,
      include: [...include],
      exclude: [...exclude],
      testTimeout: timeouts.test,
      hookTimeout: timeouts.hook,
      ...own,
    },
  }
}

export default defineConfig({
  test: {
    // Files wait for the emulator as much as they compute, so that a worker for each core keeps all of them busy.
    sequence: { sequencer: Sequencer },
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      // Properties over large values take seconds, on a busy machine several times as many.
      // Its modules, zod and dates first of all, take longer to load than its tests to run: files share them.
      project('unit', { test: 30_000, hook: 10_000 }, { isolate: false }),
      project('database', { test: 120_000, hook: 120_000 }),
      project(
        'suite',
        { test: 120_000, hook: 60_000 },
        { fileParallelism: false, globalSetup: 'test/harness/sharedBrowser.ts' },
      ),
    ],
  },
})

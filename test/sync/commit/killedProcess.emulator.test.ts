import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { expectSameAsSource } from '../../harness/consistency.ts'
import { freshProject } from '../../harness/firestore.ts'
import { ids, Shop } from '../../harness/shop.ts'

const script = fileURLToPath(new URL('../../harness/killedSync.ts', import.meta.url))

/** Whether the process was killed; false when it came to its end first. */
async function killedAt(projectId: string, job: string, n: number, side: string): Promise<boolean> {
  const args = [script, projectId, job, String(n), side]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')])
  if (child.signalCode !== 'SIGKILL' && child.exitCode !== 0) throw new Error(stderr)
  return child.signalCode === 'SIGKILL'
}

describe('a process that the operating system kills', () => {
  it.concurrent.each([
    ['full', 'before'],
    ['full', 'after'],
    ['incremental', 'before'],
    ['incremental', 'after'],
  ])(
    'in a %s run, %s any of its commits, leaves a cache that the next run makes whole',
    async (job, side) => {
      for (let n = 1; ; n++) {
        const projectId = freshProject()
        const shop = new Shop({ projectId, settings: { pageSize: 4 } })
        await shop.putMany(ids(5))
        await shop.fullRun()
        for (const id of ids(4, 'new')) await shop.put(id)
        await shop.put('o000000', { status: 'SHIPPED' })
        if (job === 'full') await shop.remove('o000004')
        if (!(await killedAt(projectId, job, n, side))) {
          expect(n, 'a run makes several commits').toBeGreaterThan(2)
          return
        }
        shop.pass(130_000)
        await shop.worker().sync()
        await shop.drain()
        if (job === 'full') await shop.fullRun()
        await expectSameAsSource(shop.db)
      }
    },
    120_000,
  )
})

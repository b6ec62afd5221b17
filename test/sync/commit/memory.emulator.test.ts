import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { freshProject } from '../../harness/firestore.ts'
import { ids, Shop } from '../../harness/shop.ts'

const script = fileURLToPath(new URL('../../harness/measuredSync.ts', import.meta.url))
const answerSchema = z.object({ created: z.array(z.number()), peakMb: z.number() })

/** A shop that had its first full run, and then got orders of 950 KB each, which do not compress to much less. */
async function shopOfLargeOrders(count: number): Promise<string> {
  const projectId = freshProject()
  const shop = new Shop({ projectId })
  await shop.put('first')
  await shop.fullRun()
  const orderIds = ids(count)
  // More in one commit hangs the emulator.
  for (let i = 0; i < count; i += 3) {
    const lot = orderIds.slice(i, i + 3)
    await Promise.all(lot.map((id) => shop.put(id, { note: randomBytes(712_000).toString('base64') })))
  }
  await shop.db.terminate()
  return projectId
}

async function measured(job: string, projectIds: readonly string[]): Promise<z.infer<typeof answerSchema>> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, job, ...projectIds])
  return answerSchema.parse(JSON.parse(stdout))
}

describe('the memory of a process', () => {
  it('stays under 700 MB while two of its runs copy orders of 950 KB', async () => {
    const projectIds = [await shopOfLargeOrders(150), await shopOfLargeOrders(150)]
    const { created, peakMb } = await measured('incremental', projectIds)
    expect(created).toEqual([150, 150])
    expect(peakMb).toBeLessThan(700)
  }, 240_000)
})

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { projectRoot } from '../../cli/paths.ts'
import { Shop } from '../harness/shop.ts'
import { freshProject } from '../harness/firestore.ts'

/* The command that tells before a deploy which full runs it would start, as it is called, beside a shop that was copied. */

function check(project: string, file: string): Promise<{ status: number; text: string }> {
  const args = [join(projectRoot, 'cli/settings.ts'), 'check', '--project', project]
  const env = { ...process.env, TIDEMARK_SETTINGS: file }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env }, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, text: stdout + stderr }),
    )
  })
}

it('names each full run that would start, why, and what it costs; a setting that cannot be used fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-check-'))
  const file = join(folder, 'own.json')
  const projectId = freshProject()
  const settled = async (settings: object): Promise<{ status: number; text: string }> => {
    writeFileSync(file, JSON.stringify(settings))
    return check(projectId, file)
  }
  try {
    const changedAt = { changedAt: 'updatedAt' }
    expect((await settled({ orders: changedAt })).text).toMatch(/^firestore\.orders: it has not been copied yet/)
    const shop = new Shop({ projectId })
    await shop.put('a')
    await shop.fullRun()
    expect(await settled({ orders: changedAt })).toEqual({
      status: 0,
      text: 'firestore.orders: no full run starts by itself\n',
    })
    const { text } = await settled({ orders: { ...changedAt, money: { unit: 'minor' } } })
    expect(text).toMatch(
      /^firestore\.orders: the settings by which records are read have changed.*about \d+ reads \(\$/,
    )
    expect(text).toMatch(/\nPrices: \$0\.03 per 100,000 reads/)
    expect((await settled({ orders: { ...changedAt, collection: 'Orders' } })).text).toMatch(/name another source/)
    expect(await settled({ orders: { unit: 'minor' } })).toMatchObject({
      status: 1,
      text: expect.stringMatching(/orders: "unit" is no setting/) as unknown,
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 120_000)

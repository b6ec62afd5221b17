import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it, vi } from 'vitest'

import { projectRoot } from '../../../cli/paths.ts'

// Each test starts a few processes, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'tidemark-indexes-'))
const settings = join(folder, 'tidemark.json')
writeFileSync(
  settings,
  JSON.stringify({
    orders: { collection: 'users/{uid}/orders', createdAt: 'timestamp', changedAt: 'updatedAt' },
    streams: { products: { collection: 'products', columns: [{ name: 'title', path: 'title', kind: 'text' }] } },
  }),
)

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, TIDEMARK_SETTINGS: settings, ORDERS_COLLECTION: undefined, INIT_CWD: folder }
  return new Promise((resolve) => {
    execFile(process.execPath, [join(projectRoot, 'cli/indexes.ts'), ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

it('shows what is missing and changes nothing, then merges it, once', async () => {
  const file = join(folder, 'mine.json')
  copyFileSync(join(projectRoot, 'firestore.indexes.json'), file)
  const before = readFileSync(file, 'utf8')
  const shown = await run('show', '--file', 'mine.json')
  expect(shown).toMatchObject({ code: 0, stderr: '' })
  expect(shown.stdout).toContain('mine.json misses 7 of its fieldOverrides')
  expect(shown.stdout).toContain('+ {"collectionGroup":"orders","fieldPath":"updatedAt"')
  expect(shown.stdout).toContain('match /products_cache/{id} { allow read: if isAdmin(); }')
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect((await run('merge', '--file', 'mine.json')).stdout).toContain('mine.json has them now')
  const merged = readFileSync(file, 'utf8')
  expect(merged).toContain('"COLLECTION_GROUP"')
  const again = await run('merge', '--file', 'mine.json', '--json')
  expect(JSON.parse(again.stdout)).toEqual({ file: 'mine.json', missing: [], cachesWithoutRule: ['products_cache'] })
  expect(readFileSync(file, 'utf8')).toBe(merged)
})

it('says what it cannot read, and how it is used', async () => {
  writeFileSync(join(folder, 'broken.json'), '{')
  expect(await run('show', '--file', 'broken.json')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('broken.json cannot be read'),
  })
  const [one, other] = ['ASCENDING', 'DESCENDING'].map((order) => ({
    collectionGroup: 'orders',
    fieldPath: 'updatedAt',
    indexes: [{ order, queryScope: 'COLLECTION' }],
  }))
  const twice = JSON.stringify({ fieldOverrides: [one, other] })
  writeFileSync(join(folder, 'twice.json'), twice)
  // Which of the two counts nobody knows, and one would be lost.
  expect((await run('merge', '--file', 'twice.json')).stderr).toContain('two fieldOverrides for orders.updatedAt')
  expect(readFileSync(join(folder, 'twice.json'), 'utf8')).toBe(twice)
  expect(await run('drop')).toMatchObject({ code: 2, stderr: expect.stringContaining('Unknown command: drop') })
  expect((await run('--help')).stdout).toMatch(/^usage: npm run indexes/)
})

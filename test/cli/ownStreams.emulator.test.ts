// First: what the functions log is captured from here on.
import { startServer, type TestServer } from '../harness/server.ts'

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { projectRoot } from '../../cli/paths.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { databaseOf, freshProject } from '../harness/firestore.ts'
import { fillOwnCollections, products, recordSourcesOf, users } from '../harness/ownStreams.ts'
import { tracesOf } from '../harness/traces.ts'

/* Commands that are given the pipeline of a stream which only the shop's settings file knows. */

const projectId = freshProject()
const db = databaseOf(projectId)
const folder = mkdtempSync(join(tmpdir(), 'tidemark-cli-'))
const settings = join(folder, 'shop.json')
let server: TestServer

beforeAll(async () => {
  writeFileSync(settings, JSON.stringify({ streams: { products, users } }))
  await fillOwnCollections(db, { products: 5, users: 5 })
  server = await startServer({ db, sources: { recordSources: recordSourcesOf({ products, users }) } })
  await copyAll()
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

async function copyAll(): Promise<void> {
  for (const context of server.deps.pipelines.filter(({ id }) => id !== 'firestore.orders')) {
    await requestFullRun(context, {})
    await runFullTask(context)
  }
}

function run(command: 'erase' | 'rebuild', ...args: string[]): Promise<{ status: number; text: string }> {
  const script = join(projectRoot, 'cli', `${command}.ts`)
  const env = { ...process.env, TIDEMARK_SETTINGS: settings }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, '--project', projectId, ...args], { env }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr })
    })
  })
}

it('rebuild writes the lists of a declared stream from its documents', async () => {
  await db.collection('products_cache_head').doc('firestore.products').delete()
  const { status, text } = await run('rebuild', '--pipeline', 'firestore.products')
  expect(text).toContain('firestore.products: 5 records in 1 segments')
  expect(status).toBe(0)
  expect(await run('rebuild', '--pipeline', 'firestore.nothing')).toMatchObject({ status: 2 })
})

it('erase removes what is stored of a user who was deleted, and refuses while the user is there', async () => {
  const member = db.collection(users.collection).doc('u3')
  await member.update({ email: 'ann3.new@example.test' })
  await copyAll()
  const refused = await run('erase', 'u3', '--pipeline', 'firestore.users')
  expect(refused).toMatchObject({ status: 1, text: expect.stringContaining('still in the collection "members"') })
  await member.delete()
  const { status, text } = await run('erase', 'firestore:u3', '--pipeline', 'firestore.users')
  expect(text).toContain('document and row removed')
  expect(status).toBe(0)
  expect(await tracesOf(db, ['ann3@example.test', 'ann3.new@example.test', 'Ann 3 Example'])).toEqual([])
  const unknown = await run('erase', 'u3', '--pipeline', 'firestore.nothing')
  expect(unknown).toMatchObject({
    status: 2,
    text: expect.stringContaining('must be one of firestore.orders, firestore.products, firestore.users'),
  })
})

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { projectRoot } from '../../../cli/paths.ts'
import type { Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { toJson } from '../../../functions/src/lib/firestore/firestoreValues.ts'
import { parseSettingsFile } from '../../../functions/src/settingsFile.ts'
import { databaseOf, freshProject } from '../../harness/firestore.ts'
import { shopsByLayout } from './shapes/layouts.ts'
import type { ShopShape } from './shapes/shape.ts'
import { shopsByValues } from './shapes/values.ts'

/* The command, as somebody runs it, against databases on the emulator. */

let folder = ''
let settings = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-inspect-'))
  settings = join(folder, 'tidemark.json')
})
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => rmSync(settings, { force: true }))

interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Lines to type on a terminal, each once its prompt is shown. */
type Typed = readonly (readonly [prompt: string, line: string])[]

/** Runs the command, on a terminal if something is `typed`. */
function inspect(project: string, args: readonly string[], typed?: Typed): Promise<Outcome> {
  const command = [process.execPath, join(projectRoot, 'cli/inspect.ts'), '--project', project, ...args]
  // A terminal of the system's own: what is typed there is asked for by the command's own prompts.
  const [file, ...rest] =
    typed === undefined ? command : ['script', '-qefc', command.map(quoted).join(' '), '/dev/null']
  return new Promise((resolve) => {
    const child = execFile(
      file ?? '',
      rest,
      { cwd: projectRoot, env: { ...process.env, TIDEMARK_SETTINGS: settings } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
    let [shown, next] = ['', 0]
    child.stdout?.on('data', (chunk: Buffer) => {
      shown += chunk.toString()
      const [prompt, line] = typed?.[next] ?? []
      if (prompt === undefined || !shown.includes(prompt)) return
      child.stdin?.write(`${line}\n`)
      ;[shown, next] = ['', next + 1]
    })
  })
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** Writes `count` orders of a shop, and another collection beside them. */
async function openShop(db: Firestore, { collection, orderOf }: ShopShape, count: number): Promise<void> {
  const batch = db.batch()
  for (let n = 0; n < count; n++) {
    const { id, data } = orderOf(n)
    batch.set(db.doc(id.includes('/') ? id : `${collection}/${id}`), withReferencesOf(db, data))
  }
  batch.set(db.doc('products/tea'), { name: 'Tea', price: 3 })
  batch.set(db.doc('users/u0'), { name: 'Ann' })
  await batch.commit()
}

/** The data with references of `db`: a client takes only its own. */
function withReferencesOf(db: Firestore, data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, isReference(value) ? db.doc(value.path) : value]),
  )
}

function isReference(value: unknown): value is { readonly path: string } {
  return typeof value === 'object' && value !== null && 'path' in value && 'firestore' in value
}

/** Every document of the database with the time of its last write. */
async function everything(db: Firestore): Promise<unknown> {
  const roots = await db.listCollections()
  const groups = await Promise.all(
    [...new Set([...roots.map(({ id }) => id), 'orders'])].map((id) => db.collectionGroup(id).get()),
  )
  return groups
    .flatMap(({ docs }) =>
      docs.map((doc) => [doc.ref.path, doc.updateTime.valueOf(), JSON.stringify(toJson(doc.data()))].join(' ')),
    )
    .sort()
}

async function shopOf(shape: ShopShape, count: number): Promise<{ project: string; db: Firestore }> {
  const project = freshProject()
  const db = databaseOf(project)
  await openShop(db, shape, count)
  return { project, db }
}

const { S1, S5, S10 } = shopsByLayout
const { S8 } = shopsByValues
const reportSchema = z.object({
  collection: z.string(),
  sample: z.object({ documents: z.number(), reads: z.number() }),
  questions: z.array(z.object({ key: z.string() })),
  outcome: z.object({ read: z.number(), orders: z.number(), quarantined: z.array(z.unknown()) }),
})

describe('npm run inspect', () => {
  it('finds the orders of a shop, says what they are like, and leaves the database and the settings as they are', async () => {
    const { project, db } = await shopOf(S8, 60)
    const before = await everything(db)
    const { code, out, err } = await inspect(project, [])
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(out).toContain('60 of 60 documents become orders.')
    expect(out).toMatch(/totalAmount +TotalPrice +100 %/)
    expect(out).toContain('"FulfillmentStatus"')
    expect(out).toContain('Nothing was written.')
    expect(out).not.toContain('Example')
    expect(out).not.toContain('@example')
    expect(await everything(db)).toEqual(before)
    expect(() => readFileSync(settings)).toThrow('ENOENT')
  })

  it('finds orders below the documents of another collection, and reads no more than was asked for', async () => {
    const { project } = await shopOf(S5, 240)
    const { out } = await inspect(project, ['--json', '--sample', '60'])
    const report = reportSchema.parse(JSON.parse(out))
    expect(report.collection).toBe('users/{user}/orders')
    expect(report.sample.documents).toBeGreaterThan(30)
    expect(report.sample.reads).toBeLessThanOrEqual(120)
    expect(report.questions.map(({ key }) => key)).toEqual(['orders.status.default', 'orders.currency'])
  })

  it('writes settings for a script only where no amount is in doubt, beside those that are there', async () => {
    const { project } = await shopOf(S1, 40)
    writeFileSync(
      settings,
      '{"region":"europe-west1","orders":{"fields":{"customer.name":"address.fullName"},"timeZone":"Asia/Dhaka"}}',
    )
    const words = ['0=pending', '1=processing', '2=delivered'].flatMap((word) => [
      '--answer',
      `orders.status.words.${word}`,
    ])
    const doubtful = await inspect(project, ['--write', '--yes', ...words])
    expect(doubtful).toMatchObject({ code: 1, err: expect.stringContaining('--answer orders.currency=') })
    expect(JSON.parse(readFileSync(settings, 'utf8'))).not.toHaveProperty('orders.status')

    const done = await inspect(project, ['--write', '--yes', '--answer', 'orders.currency=BDT', ...words])
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toContain('+     "currency": "BDT"')
    const written = parseSettingsFile(readFileSync(settings, 'utf8'))
    expect(written.region).toBe('europe-west1')
    expect(written.orders).toMatchObject({
      currency: 'BDT',
      timeZone: 'Asia/Dhaka',
      createdAt: 'orderDate',
      collection: 'orders',
    })
    expect(written.orders.status.words).toEqual({ 0: 'pending', 1: 'processing', 2: 'delivered' })

    const tried = await inspect(project, ['--try'])
    expect(tried.out).toContain('40 of 40 documents become orders.')
    expect(tried.out).toContain('delivered ("2")')
    expect(tried.out).not.toContain('Ann Example')
    const again = await inspect(project, [])
    expect(again.out).toContain('says so already')
  })

  it('keeps a setting of the shop that the documents speak against, and says so', async () => {
    const { project } = await shopOf(S10, 30)
    writeFileSync(settings, '{"orders":{"collection":"Orders","currency":"GBP","fields":{"totalAmount":"Product"}}}')
    const kept = await inspect(project, ['--write', '--yes'])
    expect(kept.out).toContain("orders.fields.totalAmount is the shop's own")
    expect(kept.out).toMatch(/quarantined: 30/)
    expect(parseSettingsFile(readFileSync(settings, 'utf8')).orders.fields.totalAmount?.paths).toEqual(['Product'])
    await inspect(project, ['--write', '--yes', '--replace'])
    expect(parseSettingsFile(readFileSync(settings, 'utf8')).orders.fields.totalAmount?.paths).toEqual(['Amount'])
  })

  // Terminals are opened by the command "script" of util-linux.
  it.runIf(process.platform === 'linux')(
    'asks on a terminal what the documents do not say, and before it writes',
    async () => {
      const { project } = await shopOf(S10, 30)
      const { out, code } = await inspect(
        project,
        ['--write'],
        [
          ['leave it open:', 'pounds'],
          ['leave it open:', 'GBP'],
          ['[y/N]', 'y'],
        ],
      )
      expect(out).toContain('Which one are they in?')
      expect(out).toContain('Write ')
      expect(code).toBe(0)
      expect(parseSettingsFile(readFileSync(settings, 'utf8')).orders).toMatchObject({
        collection: 'Orders',
        currency: 'GBP',
      })
    },
  )

  it.each([
    [['--sample', '3'], '--sample must be'],
    [['--answer', 'unit'], '--answer takes SETTING=VALUE'],
    [['--write'], 'add --yes to --write'],
    [['--try', '--write', '--yes'], '--try writes nothing'],
    [['surplus'], 'Unexpected argument'],
    [['--collection', 'a/b'], 'must be the path of a collection'],
  ])('says what is wrong with %j', async (args, message) => {
    expect(await inspect('demo-nothing', args)).toMatchObject({ code: 2, err: expect.stringContaining(message) })
  })

  it('says that a database without orders has none', async () => {
    const project = freshProject()
    await databaseOf(project).doc('products/tea').set({ name: 'Tea', price: 3 })
    const { code, err } = await inspect(project, [])
    expect(code).toBe(1)
    expect(err).toContain('No collection looks like orders (there are products)')
  })
})

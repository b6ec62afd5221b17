import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import {
  assertFails as expectDenial,
  assertSucceeds as expectSuccess,
  initializeTestEnvironment,
  type RulesTestEnvironment,
} from '@firebase/rules-unit-testing'
import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  getCountFromServer,
  getDoc,
  getDocs,
  limit,
  orderBy,
  query,
  setDoc,
  setLogLevel,
  updateDoc,
  where,
  type Firestore,
} from 'firebase/firestore'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { projectRoot } from '../../cli/paths.ts'
import { cacheOf, collections } from '../../functions/src/cache/paths.ts'
import { seasonCollections } from '../../functions/src/sources/operatingSeasons/document.ts'
import { freshProject } from '../harness/firestore.ts'

const cache = cacheOf('firestore.orders')

/* What a browser may do in Firestore: every collection, every kind of caller, every operation (invariant 10). */

const readableByAdmins: readonly string[] = [
  collections.states,
  collections.runs,
  collections.alerts,
  collections.quarantine,
  cache.documents,
]
const closed: readonly string[] = [
  seasonCollections.seasons,
  `${seasonCollections.seasons}/present/${seasonCollections.audit}`,
  ...Object.values(cacheOf('firestore.operatingSeasons')),
  'orders',
  cache.segments,
  cache.heads,
  collections.feeds,
  collections.connections,
  collections.authorizations,
  collections.webhooks,
  `${collections.feeds}/firestore.orders/${collections.reports}`,
  `${collections.runs}/present/${collections.commits}`,
  `${collections.states}/present/below`,
  `${cache.documents}/present/below`,
  'customers',
  'sync_state_copy',
]

/** Claims by caller; null is not signed in. */
const callers: Readonly<Record<string, Record<string, unknown> | null>> = {
  nobody: null,
  'a user': {},
  'admin: "true"': { admin: 'true' },
  'admin: false': { admin: false },
  'admin: 1': { admin: 1 },
  'admin: null': { admin: null },
  'admin: [true]': { admin: [true] },
  'an admin': { admin: true },
}

const reads: Readonly<Record<string, (db: Firestore, path: string) => Promise<unknown>>> = {
  'get a document': (db, path) => getDoc(doc(db, path, 'present')),
  'get a missing document': (db, path) => getDoc(doc(db, path, 'missing')),
  list: (db, path) => getDocs(collection(db, path)),
  query: (db, path) => getDocs(query(collection(db, path), where('pipeline', '==', 'x'), limit(1))),
  sort: (db, path) => getDocs(query(collection(db, path), orderBy('startedAt', 'desc'), limit(20))),
  count: (db, path) => getCountFromServer(collection(db, path)),
}
const writes: Readonly<Record<string, (db: Firestore, path: string) => Promise<unknown>>> = {
  create: (db, path) => setDoc(doc(db, path, 'new'), { a: 1 }),
  overwrite: (db, path) => setDoc(doc(db, path, 'present'), { a: 1 }),
  update: (db, path) => updateDoc(doc(db, path, 'present'), { a: 1 }),
  delete: (db, path) => deleteDoc(doc(db, path, 'present')),
}

let environment: RulesTestEnvironment

beforeAll(async () => {
  const [host = '', port = ''] = (process.env.FIRESTORE_EMULATOR_HOST ?? '').split(':')
  if (port === '') throw new Error('These tests need the Firestore emulator: npm test')
  // Every refusal would be logged.
  setLogLevel('silent')
  environment = await initializeTestEnvironment({
    projectId: freshProject(),
    firestore: { host, port: Number(port), rules: readFileSync(join(projectRoot, 'firestore.rules'), 'utf8') },
  })
  await environment.withSecurityRulesDisabled(async (context) => {
    const db = databaseOf(context)
    for (const path of [...readableByAdmins, ...closed])
      await setDoc(doc(db, path, 'present'), { pipeline: 'x', startedAt: 1 })
  })
})
afterAll(() => environment.cleanup())

function databaseOf(context: { firestore(): unknown }): Firestore {
  return context.firestore() as Firestore // Declared as the older API, which is the same object.
}

const databases = new Map<string, Firestore>()

function databaseFor(caller: string): Firestore {
  const claims = callers[caller] ?? null
  const made =
    databases.get(caller) ??
    databaseOf(
      claims === null ? environment.unauthenticatedContext() : environment.authenticatedContext('somebody', claims),
    )
  databases.set(caller, made)
  return made
}

describe.each(Object.keys(callers))('%s', (caller) => {
  describe.each([...readableByAdmins, ...closed])('%s', (path) => {
    const mayRead = caller === 'an admin' && readableByAdmins.includes(path)
    it.each(Object.keys(reads))(`may${mayRead ? '' : ' not'} %s`, async (name) => {
      const outcome = reads[name]?.(databaseFor(caller), path) ?? Promise.reject(new Error(name))
      await (mayRead ? expectSuccess(outcome) : expectDenial(outcome))
    })
    it.each(Object.keys(writes))('may not %s', async (name) => {
      await expectDenial(writes[name]?.(databaseFor(caller), path) ?? Promise.resolve())
    })
  })

  it.each([...Object.values(collections), ...Object.values(seasonCollections)])(
    'may not query the collection group %s',
    async (group) => {
      const db = databaseFor(caller)
      await expectDenial(getDocs(collectionGroup(db, group)))
      await expectDenial(getCountFromServer(query(collectionGroup(db, group), limit(1))))
    },
  )
})

it('knows every collection that the cache has', () => {
  const known = [...readableByAdmins, ...closed].map((path) => path.split('/').at(-1))
  expect(known).toEqual(expect.arrayContaining(Object.values(collections)))
})

import { readConfig } from '../../functions/src/config.ts'
import { Timestamp, type Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { settingsFileSchema, type SettingsFile } from '../../functions/src/settingsFile.ts'
import type { RecordSourceConfig } from '../../functions/src/sources/firestore/records/config.ts'

/* A shop that declares its products and its users as streams, and documents of both. */

type Streams = NonNullable<Parameters<typeof settingsFileSchema.parse>[0]> & object

export const products = {
  collection: 'goods',
  label: 'Goods',
  createdAt: 'addedAt',
  changedAt: 'editedAt',
  currency: 'EUR',
  columns: [
    { name: 'title', path: 'title', kind: 'text', search: true, sort: true, personal: false },
    { name: 'brand', path: ['brand.name', 'brand'], kind: 'category', facet: true },
    { name: 'unitPrice', path: 'price', kind: 'money', sort: true },
    { name: 'stock', path: 'stock', kind: 'integer', sort: true },
    { name: 'weight', path: 'weight', kind: 'number', shown: false },
    { name: 'soldOut', path: 'soldOut', kind: 'flag' },
    { name: 'restockedAt', path: 'restockedAt', kind: 'time' },
    { name: 'memo', path: 'memo', kind: 'text', exported: false },
  ],
} as const

/** The settings of a stream of users, whose documents have no creation or change time. */
export const users = {
  collection: 'members',
  columns: [
    { name: 'name', path: { join: ['firstName', 'lastName'] }, kind: 'text', search: true, sort: true },
    { name: 'email', path: 'email', kind: 'text', search: true },
    { name: 'plan', path: { path: 'plan', default: 'free' }, kind: 'category', facet: true },
  ],
} as const

/** The settings of a file that declares `streams`. */
export function fileOf(streams: Streams): SettingsFile {
  return settingsFileSchema.parse({ streams })
}

export function recordSourcesOf(streams: Streams): readonly RecordSourceConfig[] {
  return readConfig({}, fileOf(streams)).recordSources
}

/** The configuration of the one stream that `settings` declare. */
export function recordSourceOf(settings: object): RecordSourceConfig {
  const [config] = recordSourcesOf({ products: settings })
  if (config === undefined) throw new Error('One stream was declared.')
  return config
}

const begin = Date.UTC(2026, 0, 1, 9)
const hour = 3_600_000
const brands = ['Alba', 'Bosco', 'Cima']

export function productOf(n: number): Record<string, unknown> {
  const at = Timestamp.fromMillis(begin + n * hour)
  return {
    title: `Chair ${n}`,
    brand: { name: brands[n % brands.length] },
    price: 10 + n / 4,
    stock: n % 5,
    weight: n / 2,
    soldOut: n % 5 === 0,
    ...(n % 3 === 0 && { restockedAt: at }),
    memo: `Seen by nobody ${n}`,
    addedAt: at,
    editedAt: at,
  }
}

export function userOf(n: number): Record<string, unknown> {
  return {
    firstName: `Ann ${n}`,
    lastName: 'Example',
    email: `ann${n}@example.test`,
    ...(n % 2 === 0 && { plan: 'gold' }),
  }
}

/** Writes so many products and users as the shop does. */
export async function fillOwnCollections(db: Firestore, count: { products: number; users: number }): Promise<void> {
  const writer = db.bulkWriter({ throttling: false })
  for (let n = 0; n < count.products; n++)
    void writer.set(db.collection(products.collection).doc(`p${n}`), productOf(n)) // `close` waits for all of them.
  for (let n = 0; n < count.users; n++) void writer.set(db.collection(users.collection).doc(`u${n}`), userOf(n)) // As above.
  await writer.close()
}

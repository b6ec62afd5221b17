import { z } from 'zod'

import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { apiVersion } from '../../functions/src/sources/square/client.ts'
import type { TokenOfMerchant } from '../../tools/engine/merchantPipelines.ts'
import { locationList, streamsOfTable, vendorLists, type Table, type VendorList } from './rebuildLists.ts'

/*
 * A program that clears its cache and builds it anew: it deletes every document, reads everything again, one call after another, and
 * writes every record. The lines of an order are in the order's document, as they are at the vendor.
 */

/** The most writes of a commit. */
const perCommit = 500
const recordsSchema = z.array(z.record(z.string(), z.unknown()))
type Records = z.infer<typeof recordsSchema>

/** A merchant's records by the collections that they are written to. */
export type Tables = ReadonlyMap<Table, Records>

/** Reads everything, one call after another. */
export async function readAll(merchant: TokenOfMerchant): Promise<Tables> {
  const locations = await readList(merchant, locationList)
  const tables = new Map<Table, Records>([[locationList.table, locations]])
  for (const list of vendorLists(locations.map(({ id }) => String(id)))) {
    const before = tables.get(list.table) ?? []
    tables.set(list.table, [...before, ...(await readList(merchant, list))])
  }
  return tables
}

async function readList(merchant: TokenOfMerchant, list: VendorList): Promise<Records> {
  const records: Records = []
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const answer = await answerTo(merchant, list, cursor)
    records.push(...recordsSchema.parse(answer[list.member] ?? []))
    cursor = z.string().optional().parse(answer.cursor)
  }
  return records
}

async function answerTo(
  { url, accessToken }: TokenOfMerchant,
  { method, path, asked }: VendorList,
  cursor: string | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const address = new URL(path, url)
  const whole: Readonly<Record<string, unknown>> = { ...asked, ...(cursor !== undefined && { cursor }) }
  if (method === 'GET') for (const [name, value] of Object.entries(whole)) address.searchParams.set(name, String(value))
  const response = await fetch(address, {
    method,
    headers: {
      authorization: `Bearer ${accessToken}`,
      'square-version': apiVersion,
      'content-type': 'application/json',
    },
    ...(method === 'POST' && { body: JSON.stringify(whole) }),
  })
  if (!response.ok) throw new Error(`${path} answered with ${response.status}: ${await response.text()}`)
  return z.record(z.string(), z.unknown()).parse(await response.json())
}

/** Writes every record as a document, one commit after another. */
export async function writeAll(db: Firestore, tables: Tables): Promise<void> {
  for (const [table, records] of tables) {
    for (let from = 0; from < records.length; from += perCommit) {
      const batch = db.batch()
      records.slice(from, from + perCommit).forEach((record, i) => {
        batch.set(db.collection(table).doc(String(from + i)), record)
      })
      await batch.commit()
    }
  }
}

/** Deletes every document, one commit after another. */
export async function clearAll(db: Firestore): Promise<void> {
  for (const table of tableNames) {
    for (let left = perCommit; left === perCommit;) {
      const { docs } = await db.collection(table).select().limit(perCommit).get()
      const batch = db.batch()
      for (const { ref } of docs) batch.delete(ref)
      await batch.commit()
      left = docs.length
    }
  }
}

/** Counts the documents of each collection. */
export async function countAll(db: Firestore): Promise<Record<string, number>> {
  const counts = tableNames.map(async (table) => [table, (await db.collection(table).count().get()).data().count])
  return Object.fromEntries(await Promise.all(counts))
}

const tableNames = Object.keys(streamsOfTable) as Table[] // The keys of the record are its type's.

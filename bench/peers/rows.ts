import { z } from 'zod'

import { compareKeys, type Row } from '../../functions/src/model/row.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { rowsOf } from '../growth/store.ts'
import { openingMs } from '../lab/clock.ts'
import { listedSchema, type PeerRow } from './listed.ts'

const cellsSchema = listedSchema.extend({ skus: z.string(), productNames: z.string() })

/** Returns the benchmark's first `count` orders, ascending by creation time and id. */
export function peerRowsOf(count: number): PeerRow[] {
  return [...rowsOf(orderStream, count, openingMs)].sort(compareKeys).map(peerRowOf)
}

function peerRowOf(row: Row): PeerRow {
  const { skus, productNames, ...listed } = cellsSchema.parse(row)
  const { id, orderNumber, customerName, customerEmail, customerPhone } = listed
  const texts = [id, orderNumber, customerName, customerEmail, skus, productNames].map((one) => folded(one ?? ''))
  const digits = (customerPhone ?? '').replace(/\D/g, '')
  return { ...listed, searched: [...texts, digits].join('\n'), customerKey: folded(customerName ?? '') }
}

/** Letters that Unicode does not take apart into a base letter and a mark. */
const wholeLetters: ReadonlyMap<string, string> = new Map([
  ['ł', 'l'],
  ['đ', 'd'],
  ['ß', 'ss'],
  ['ı', 'i'],
  ['ø', 'o'],
  ['æ', 'ae'],
])
const accents = /[\u0300-\u036f]/g

/** A text without case and accents, as far as the sample's names have them. */
function folded(given: string): string {
  const plain = given.normalize('NFKD').replace(accents, '').toLowerCase()
  return plain.replace(/[łđßıøæ]/g, (letter) => wholeLetters.get(letter) ?? letter)
}

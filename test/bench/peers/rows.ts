import { listedSchema, type PeerRow } from '../../../bench/peers/listed.ts'
import { row } from '../../query/rows.ts'

/** A row; a test names only what it is about. */
export function peerRow(given: Partial<PeerRow> & { readonly id: string }): PeerRow {
  const listed = listedSchema.parse(row({ id: given.id, status: 'completed', sourceStatus: 'COMPLETED' }))
  return { ...listed, searched: given.id, customerKey: '', ...given }
}

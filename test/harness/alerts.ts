import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { pipeline } from './shop.ts'

/** The messages of the alerts that are open, by kind. */
export async function openAlerts(db: Firestore): Promise<Readonly<Record<string, string>>> {
  const { docs } = await db.collection('sync_alerts').where('pipeline', '==', pipeline).get()
  const open = docs.filter((alert) => alert.get('closedAt') === null)
  return Object.fromEntries(open.map((alert) => [String(alert.get('kind')), String(alert.get('message'))]))
}

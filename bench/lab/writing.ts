import type { DocumentData, DocumentReference, Firestore, WriteBatch } from '../../functions/src/lib/firestore.ts'

const commitsAtOnce = 4
/** The writer queues whatever it is given: so many documents are in memory at a time. */
const documentsAtOnce = 5_000

/** Writes documents as fast as the emulator takes them, unthrottled. Rejects where one cannot be written. */
export async function writeAll(
  db: Firestore,
  documents: Iterable<{ readonly ref: DocumentReference; readonly data: DocumentData }>,
): Promise<void> {
  const writer = db.bulkWriter({ throttling: false })
  let underWay: Promise<unknown>[] = []
  for (const { ref, data } of documents) {
    underWay.push(writer.set(ref, data))
    if (underWay.length < documentsAtOnce) continue
    await Promise.all([writer.flush(), ...underWay])
    underWay = []
  }
  await Promise.all([writer.close(), ...underWay])
}

/** Commits lots of writes, a few at once; `add` puts one item into a commit. */
export async function writeInLots<T>(
  db: Firestore,
  items: Iterable<T>,
  perCommit: number,
  add: (batch: WriteBatch, item: T) => void,
): Promise<void> {
  const underWay = new Set<Promise<unknown>>()
  let [batch, size] = [db.batch(), 0]
  const send = async (): Promise<void> => {
    const commit: Promise<unknown> = batch.commit().finally(() => underWay.delete(commit))
    underWay.add(commit)
    ;[batch, size] = [db.batch(), 0]
    if (underWay.size >= commitsAtOnce) await Promise.race(underWay)
  }
  for (const item of items) {
    add(batch, item)
    size += 1
    if (size === perCommit) await send()
  }
  if (size > 0) await send()
  await Promise.all(underWay)
}

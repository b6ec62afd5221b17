import type { Firestore, WriteBatch } from '../../functions/src/lib/firestore/firestore.ts'

const commitsAtOnce = 4

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

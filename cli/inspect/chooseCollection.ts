import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { collectionPath } from '../../functions/src/sources/firestore/settings.ts'
import { UsageError } from '../commandLine.ts'
import type { Ask } from './answers.ts'
import { likelyOrders, type CollectionCandidate } from './collections.ts'
import { discoverCollections } from './discover.ts'

interface Terminal {
  readonly say: (line: string) => void
  readonly ask: Ask
}

/**
 * Returns the collection to inspect: the known one, or the one that looks like orders. Asks where several do. Throws a UsageError that
 * lists them where nobody is there to ask, and an Error where no collection looks like orders.
 */
export async function chooseCollection(db: Firestore, known: string | undefined, terminal: Terminal): Promise<string> {
  if (known !== undefined) return checkedPath(known)
  const { candidates, reads } = await discoverCollections(db)
  const { likely, isSure } = likelyOrders(candidates)
  const [first] = likely
  for (const line of likely.map(lineOf)) terminal.say(line)
  terminal.say(`${candidates.length} collections looked at, for ${reads} reads`)
  if (first === undefined) {
    const others = candidates
      .map(({ collection }) => collection)
      .slice(0, 20)
      .join(', ')
    throw new Error(
      `No collection looks like orders${others === '' ? '' : ` (there are ${others})`}: name it with --collection PATH.`,
    )
  }
  if (isSure) return first.collection
  if (terminal.ask === null) {
    throw new UsageError(
      `Several collections may hold the orders: name one with --collection. ${likely.map(({ collection }) => collection).join(', ')}`,
    )
  }
  const answer = await terminal.ask(`Which collection holds the orders? Enter for ${first.collection}: `)
  return answer === '' ? first.collection : checkedPath(answer)
}

function lineOf({ collection, found }: CollectionCandidate): string {
  return `${collection} looks like orders: it has ${found.join(', ')}`
}

function checkedPath(path: string): string {
  const read = collectionPath.safeParse(path)
  if (read.success) return read.data
  throw new UsageError(`"${path}" ${read.error.issues[0]?.message ?? 'is no path of a collection'}`)
}

import type { Facets, ListOrdersRequest } from '../functions/src/contract/api.ts'
import type { ClientCounts } from '../tools/local/countedClient.ts'

/** What an admin wants to see, in the words of `listOrders`; each contestant does it in its own way. */
export interface Question {
  readonly request: Pick<ListOrdersRequest, 'filter' | 'sort'>
  /** Set for a search: the beginning of an order number, for who can search nothing else. */
  readonly orderNumber?: string
}

export const pageSize = 50

export interface Page {
  /** The shown orders' ids in the source, in their order. */
  readonly ids: readonly string[]
  /** Leads to the next page of the same question, for the contestant that gave it; null on the last one. */
  readonly next: unknown
}

/** Somebody who answers an admin's questions from one instance of a server, and is billed for it. */
export interface Contestant {
  /** What Firestore bills for the pages so far. */
  readonly counts: Pick<ClientCounts, 'reads' | 'writes'>
  /** One page of a question from `after` (null: the first); `isNewFilter` where the total beside it is another one, too. */
  page(question: Question, after: unknown, isNewFilter: boolean): Promise<Page>
  /** How many orders there are of each status. */
  facets(): Promise<Facets['status']>
  /** Revenue by day and currency; null for who cannot. */
  readonly statsByDay: (() => Promise<unknown>) | null
  /** The instance dies, and another takes its place. */
  recycle(): Promise<void>
  /** The last instance dies, for good. */
  close(): Promise<void>
}

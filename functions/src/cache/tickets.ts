import { z } from 'zod'

import type { Clock } from '../lib/clock.ts'
import { EncodingError } from '../lib/errors.ts'
import type { DocumentSnapshot, Firestore, Timestamp } from '../lib/firestore.ts'
import { grpcStatus, statusOf } from '../lib/grpc.ts'
import { retry } from '../lib/retry.ts'
import { ticketRef } from './paths.ts'

/*
 * A ticket names the next run that somebody asks for. Everybody who asks before it starts holds the same one, so that their
 * tasks are one task; the run takes it when it starts, and who asks from then on holds the next.
 */

const ticketsSchema = z.object({
  next: z.string(),
  /** The ticket of the run that started last: its task may come again after a crash. */
  taken: z.string().nullable(),
})

interface Context {
  readonly db: Firestore
  readonly clock: Clock
}

/** The ticket of the pipeline's next run: one read (and, the first time, one write). */
export async function nextTicket({ db, clock }: Context, pipeline: string): Promise<string> {
  return retry(
    async () => {
      const { tickets } = await readTickets(db, pipeline)
      if (tickets !== null) return tickets.next
      const next = clock.randomId()
      await ticketRef(db, pipeline).create({ next, taken: null })
      return next
    },
    isContention,
    clock,
  )
}

/** Takes a ticket for the run that starts now; false where its run has been already, and another has been asked for since. */
export async function takeTicket({ db, clock }: Context, pipeline: string, ticket: string): Promise<boolean> {
  return retry(
    async () => {
      const { tickets, updateTime } = await readTickets(db, pipeline)
      if (tickets === null || updateTime === null) return false
      if (tickets.taken === ticket) return true
      if (tickets.next !== ticket) return false
      const after = { next: clock.randomId(), taken: ticket }
      await ticketRef(db, pipeline).update(after, { lastUpdateTime: updateTime })
      return true
    },
    isContention,
    clock,
  )
}

/** Somebody else was first: look again. */
function isContention(error: unknown): boolean {
  return statusOf(error) === grpcStatus.failedPrecondition || statusOf(error) === grpcStatus.alreadyExists
}

async function readTickets(
  db: Firestore,
  pipeline: string,
): Promise<{ tickets: z.infer<typeof ticketsSchema> | null; updateTime: Timestamp | null }> {
  const snapshot: DocumentSnapshot = await ticketRef(db, pipeline).get()
  if (!snapshot.exists) return { tickets: null, updateTime: null }
  const parsed = ticketsSchema.safeParse(snapshot.data())
  if (!parsed.success)
    throw new EncodingError(`${snapshot.ref.path} is no ticket: delete it, and the next request writes it anew.`)
  return { tickets: parsed.data, updateTime: snapshot.updateTime ?? null }
}

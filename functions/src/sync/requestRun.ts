import { nextTicket } from '../cache/tickets.ts'
import { pipelineOf } from '../model/source.ts'
import type { SyncContext } from './context.ts'

/**
 * Asks for an incremental run that starts after this moment. However many ask before it starts, it is one run; who asks
 * while it is under way asks for the next. One read.
 */
export async function requestRun(context: SyncContext): Promise<void> {
  const pipeline = pipelineOf(context.source)
  await context.enqueueRun(pipeline, await nextTicket(context, pipeline))
}

/**
 * Calls `ask` for many callers at once: a call that comes while one is under way shares the one after it, which is the first
 * that is sure to look later than the caller.
 */
export function coalesced(ask: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (): Promise<void> => {
    next = null
    current = ask().finally(() => {
      current = null
    })
    return current
  }
  return () => {
    if (current === null) return start()
    // Whatever became of the call under way is its own callers' to know.
    next ??= current.then(start, start)
    return next
  }
}

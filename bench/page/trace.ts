import type { Browser } from 'playwright-core'
import { z } from 'zod'

/** Every task of every thread, and the marks that a page makes. */
const categories = ['disabled-by-default-devtools.timeline', 'toplevel', 'blink.user_timing']
const taskNames: ReadonlySet<string> = new Set(['RunTask', 'ThreadControllerImpl::RunTask'])

const eventSchema = z.object({
  name: z.string(),
  pid: z.int(),
  tid: z.int(),
  /** Microseconds. */
  ts: z.number(),
  dur: z.number().optional(),
})
type TraceEvent = z.infer<typeof eventSchema>

/**
 * The longest task of a page's main thread between its marks `tidemark:begin` and `tidemark:end`, in milliseconds, from what
 * Chromium's tracing has recorded. Throws where the marks or the tasks are missing: then nothing was measured.
 */
export function longestTaskMs(trace: string): number {
  const events = eventsIn(trace)
  const begin = events.find(({ name }) => name === 'tidemark:begin')
  if (begin === undefined) throw new Error('The page has not marked where the action began.')
  const isOfPage = ({ pid, tid }: TraceEvent): boolean => pid === begin.pid && tid === begin.tid
  const end = events.find((event) => event.name === 'tidemark:end' && isOfPage(event))
  if (end === undefined) throw new Error('The page has not marked where the action ended.')
  const tasks = events.filter((event) => taskNames.has(event.name) && isOfPage(event))
  const during = tasks.filter(({ ts, dur = 0 }) => ts + dur >= begin.ts && ts <= end.ts)
  if (during.length === 0) throw new Error('The trace has no tasks of the main thread.')
  return Math.max(...during.map(({ dur = 0 }) => dur)) / 1_000
}

/** The events that are of use here: among hundred thousand others. */
function eventsIn(trace: string): TraceEvent[] {
  const { traceEvents } = z
    .object({ traceEvents: z.array(z.looseObject({ name: z.string() })) })
    .parse(JSON.parse(trace))
  return traceEvents
    .filter(({ name }) => taskNames.has(name) || name.startsWith('tidemark:'))
    .map((event) => eventSchema.parse(event))
}

/** Does the work while Chromium records what its threads do. */
export async function traced<T>(browser: Browser, work: () => Promise<T>): Promise<{ value: T; trace: string }> {
  await browser.startTracing(undefined, { categories })
  try {
    const value = await work()
    return { value, trace: (await browser.stopTracing()).toString() }
  } catch (error) {
    await browser.stopTracing().catch(() => {})
    throw error
  }
}

import { z } from 'zod'

import type { OtherResults } from '../results.ts'

const figures = z.record(z.string(), z.unknown())
const resultsSchema = z.object({
  environment: z.looseObject({ date: z.string(), mode: z.literal('full') }),
  sight: figures,
  latency: figures,
  latencyOrders: z.number(),
  latencyByOrders: figures,
  growth: figures,
  sync: z.looseObject({ full: figures, incremental: figures }),
})

/** All that is no cost in the text of a `results.json`, which an earlier full run wrote; throws where a part is missing. */
export function otherResultsIn(text: string): OtherResults {
  // The benchmark wrote the figures itself; the schema only makes sure that no part of them is missing.
  return resultsSchema.parse(JSON.parse(text)) as unknown as OtherResults
}

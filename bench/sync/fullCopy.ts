import { z } from 'zod'

import { resultOf } from '../lab/child.ts'

const fullCopySchema = z.object({ documentsPerSecond: z.number(), reads: z.number(), writes: z.number() })
export type FullCopy = z.infer<typeof fullCopySchema>

/** Who copies: a full run of Tidemark's, or a bare `bulkWriter`, unthrottled, that has the documents already. */
export type Copier = 'tidemark' | 'bulkWriter'

/** Copies a store's orders in a process of its own, and tells how fast that went. */
export async function copyBy(copier: Copier, projectId: string, orders: number): Promise<FullCopy> {
  const copy = new URL('copyProcess.ts', import.meta.url)
  return fullCopySchema.parse(await resultOf(copy, [copier, projectId, String(orders)]))
}

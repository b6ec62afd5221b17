import { z } from 'zod'

import { cacheEncoding } from '../encoding/codec.ts'
import type { StoredDocument } from '../encoding/document.ts'
import type { SegmentInfo } from '../encoding/head.ts'

/** The needles of one version of a segment, packed and compressed. */
export interface StoredNeedles {
  readonly version: number
  readonly data: Uint8Array
}

/** The field of a segment's needles in their document's map `needles`. */
export function needlesField({ n }: Pick<SegmentInfo, 'n'>): string {
  return `s${n}`
}

/** The fields to read for some segments' needles: such a document has those of many. */
export function needlesFields(segments: readonly SegmentInfo[]): string[] {
  return ['encoding', ...segments.map((segment) => `needles.${needlesField(segment)}`)]
}

const storedSchema = z.object({
  encoding: z.literal(cacheEncoding),
  needles: z.record(z.string(), z.object({ version: z.number(), data: z.instanceof(Uint8Array) })),
})

/** The needles of the version of a segment that `info` names; null where the document has none that can be read. */
export function needlesIn({ fields }: StoredDocument, info: SegmentInfo): Uint8Array | null {
  const { data: stored } = storedSchema.safeParse(fields)
  const needles = stored?.needles[needlesField(info)]
  return needles?.version === info.version ? needles.data : null
}

import { decompress } from 'fzstd'

import type { ListOrdersRequest, OrderStatsRequest } from '../../../functions/src/contract/api.ts'
import { unpackHead, type SegmentInfo } from '../../../functions/src/engine/encoding/head.ts'
import { unpackSegment } from '../../../functions/src/engine/encoding/segment.ts'
import { listOrders } from '../../../functions/src/engine/orders/listOrders.ts'
import { orderStats } from '../../../functions/src/engine/orders/orderStats.ts'
import { Block } from '../../../functions/src/engine/store/block.ts'
import { layoutOf, type Layout } from '../../../functions/src/engine/store/layout.ts'
import { CacheVersion, type LoadedBlocks } from '../../../functions/src/engine/store/version.ts'
import { View, type Viewer } from '../../../functions/src/engine/store/view.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { unpackBytesBy } from '../../../functions/src/lib/packed.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'

/*
 * The engine as a page runs it: bundled for a browser, with documents that came as bytes. It takes what goes through
 * Playwright, plain values and bytes as base64.
 */

export interface HandedDocument {
  readonly path: string
  readonly fields: Readonly<Record<string, unknown>>
  /** Its fields of bytes, as base64. */
  readonly bytes: Readonly<Record<string, string>>
}

export interface HandedCache {
  readonly pipeline: string
  readonly head: HandedDocument
  /** By their numbers. */
  readonly segments: Readonly<Record<number, HandedDocument>>
}

export type Question = { readonly list: ListOrdersRequest } | { readonly stats: OrderStatsRequest }

/** The engine's answer, or the name and the message of its error. */
export type Answer = Readonly<Record<string, unknown>>

/** The engine's answers to questions, from the caches that it is handed. */
export async function answersOf(
  caches: readonly HandedCache[],
  readMs: number,
  questions: readonly Question[],
): Promise<Answer[]> {
  const layout = layoutOf(orderStream)
  const clock = { now: () => 0 }
  const answers: Answer[] = []
  let versions: readonly HandedVersion[] | undefined
  for (const question of questions) {
    try {
      versions ??= caches.map((cache) => new HandedVersion(cache, layout))
      const view = new View({ versions, readTime: instantFromMs(readMs) }, layout, 1e9, 0)
      const viewer: Viewer = { stream: orderStream, view: async () => view }
      const answer =
        'list' in question
          ? await listOrders(viewer, question.list, clock)
          : await orderStats(viewer, question.stats, 'UTC', clock)
      answers.push({ ...answer })
    } catch (error) {
      if (!(error instanceof Error)) throw error
      answers.push({ error: error.name, message: error.message })
    }
  }
  return answers
}

class HandedVersion extends CacheVersion {
  readonly #segments: HandedCache['segments']
  readonly #blocks = new Map<number, Block>()

  constructor({ pipeline, head, segments }: HandedCache, layout: Layout) {
    super(pipeline, unpackHead(layout.stream, storedFrom(head), unpack), layout)
    this.#segments = segments
  }

  override async load(segments: readonly SegmentInfo[]): Promise<LoadedBlocks> {
    return { blocks: segments.map((info) => this.#blockOf(info)), read: 0 }
  }

  #blockOf(info: SegmentInfo): Block {
    const [known, handed] = [this.#blocks.get(info.n), this.#segments[info.n]]
    if (known !== undefined) return known
    if (handed === undefined) throw new Error('A segment was not handed in.')
    const block = new Block(unpackSegment(this.layout.columns, storedFrom(handed), info, unpack), this.layout)
    this.#blocks.set(info.n, block)
    return block
  }
}

function storedFrom({ path, fields, bytes }: HandedDocument) {
  const decoded = Object.entries(bytes).map(([name, base64]) => {
    return [name, Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))] as const
  })
  return { path, fields: { ...fields, ...Object.fromEntries(decoded) } }
}

const unpack = unpackBytesBy({
  crc32: (bytes) => ~bytes.reduce((crc, byte) => (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0), -1) >>> 0,
  decompress: (frame) => decompress(frame),
})

/** CRC-32 of each byte, as zlib has it. */
const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

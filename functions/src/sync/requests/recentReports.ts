import { createHash } from 'node:crypto'

import { msOf, partsOf, shift, type Instant } from '../../lib/instant.ts'
import type { ReportMark } from '../../model/source.ts'
import type { StoredRecentReports } from '../../model/state.ts'

/** The most reports that are remembered: 16 bytes each, in the watermark document. */
const limit = 6_000
const idBytes = 6
const entryBytes = 16

/** Reports of a span of time, and the events that they stand for. */
export interface ReportCounts {
  readonly reports: number
  readonly events: number
}

/**
 * The reports of the lookback that runs have dealt with. A report that became visible later raises the feed's counts, so a run
 * has to read the lookback again only where the two differ.
 */
export class RecentReports {
  /** The start of what is known: every report stamped later is here if it was visible to the run that read it. */
  #since: Instant
  /** The reports by a digest of the record's id: the time of the stamp, in milliseconds rounded up, and the number of events. */
  readonly #entries = new Map<string, { readonly ms: number; readonly events: number }>()

  /** Takes up what was stored with `bound`; where nothing was stored, nothing before `bound` is known. */
  constructor(stored: StoredRecentReports | null, bound: Instant) {
    const isReadable = stored !== null && stored.data.byteLength % entryBytes === 0
    this.#since = isReadable ? stored.since : bound
    if (!isReadable) return
    const data = Buffer.from(stored.data)
    for (let start = 0; start < data.byteLength; start += entryBytes) {
      const id = data.toString('hex', start, start + idBytes)
      const ms = data.readUIntBE(start + idBytes, 6)
      this.#entries.set(id, { ms, events: data.readUInt32BE(start + idBytes + 6) })
    }
  }

  /**
   * Tells whether everything reported after `at` is known, to the millisecond: what was stamped within it, and is not here, still adds to
   * what the feed counts.
   */
  isCompleteAfter(at: Instant): boolean {
    return msOf(this.#since) <= msOf(at)
  }

  /** Tells whether a run has dealt with just this report, and nothing was reported of the record since. */
  has(mark: ReportMark): boolean {
    const known = this.#entries.get(digestOf(mark.sourceId))
    return known !== undefined && known.ms === msUp(mark.at) && known.events === mark.events
  }

  add(marks: readonly ReportMark[]): void {
    for (const { sourceId, at, events } of marks) {
      this.#entries.set(digestOf(sourceId), { ms: msUp(at), events })
    }
  }

  /** Counts the reports stamped after `after` and through `until`, both whole milliseconds. */
  countsIn(after: Instant, until: Instant): ReportCounts {
    const [from, to] = [msOf(after), msOf(until)]
    let [reports, sum] = [0, 0]
    for (const { ms, events } of this.#entries.values()) {
      if (ms <= from || ms > to) continue
      reports += 1
      sum += events
    }
    return { reports, events: sum }
  }

  /** Returns what to store: the reports after `after`, as far as they fit. */
  stored(after: Instant): StoredRecentReports {
    const from = msOf(after)
    const recent = [...this.#entries].filter(([, { ms }]) => ms > from).sort(([, a], [, b]) => b.ms - a.ms)
    // All of one moment are kept, or none.
    const dropped = recent[limit]?.[1].ms
    const kept = dropped === undefined ? recent : recent.filter(([, { ms }]) => ms > dropped)
    const data = Buffer.alloc(kept.length * entryBytes)
    kept.forEach(([id, { ms, events }], i) => {
      data.write(id, i * entryBytes, 'hex')
      data.writeUIntBE(ms, i * entryBytes + idBytes, 6)
      data.writeUInt32BE(events, i * entryBytes + idBytes + 6)
    })
    const since = this.#since > after ? this.#since : after
    const first = dropped === undefined ? since : shift(after, dropped - from)
    return { since: first > since ? first : since, data }
  }
}

function digestOf(id: string): string {
  return createHash('sha256')
    .update(id)
    .digest('hex')
    .slice(0, 2 * idBytes)
}

function msUp(at: Instant): number {
  return msOf(at) + Number(partsOf(at).nanoseconds % 1e6 > 0)
}

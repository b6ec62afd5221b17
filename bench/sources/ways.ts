import type { Fault } from '../../tools/fakes/tiktokShop/faults.ts'

/** A way in which a call of the vendor's fails, in the words of the report. */
export interface Way {
  readonly name: string
  readonly fault: Fault
}

/** The codes of which the vendor's docs say that they pass. */
const passingCodes = [36009003, 36009007, 10002014, 10002015, 10006402, 10037002, 10037003, 10037004]
const slowMs = 3_000

/** Every way in which a call fails that is worth trying again, and page tokens that lead nowhere. */
export const ways: readonly Way[] = [
  { name: 'throttled', fault: { kind: 'throttle' } },
  { name: 'throttled, Retry-After 2 s', fault: { kind: 'throttle', retryAfter: 2 } },
  { name: 'throttled, code 36009037', fault: { kind: 'code', code: 36009037, status: 429 } },
  ...passingCodes.map((code): Way => ({ name: `code ${code}`, fault: { kind: 'code', code } })),
  ...[500, 502, 503].map((status): Way => ({ name: `HTTP ${status}`, fault: { kind: 'html', status } })),
  { name: 'answer 3 s late', fault: { kind: 'slow', ms: slowMs } },
  { name: 'body stalls', fault: { kind: 'stall' } },
  { name: 'connection reset', fault: { kind: 'reset' } },
  { name: 'JSON cut short, HTTP 200', fault: { kind: 'truncate' } },
  { name: 'error in HTTP 200', fault: { kind: 'code', code: 987, status: 200 } },
  { name: 'page token refused', fault: { kind: 'deadToken' } },
  { name: 'page token leads back', fault: { kind: 'endlessToken' } },
  { name: 'new page token leads back', fault: { kind: 'endlessToken', isNew: true } },
]

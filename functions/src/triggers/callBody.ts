import type { Request } from 'firebase-functions/https'

import { InvalidInputError } from '../lib/errors.ts'
import { fieldOf } from '../lib/parse.ts'

/** The longest request there is (a cursor, a search, a hundred statuses) has a tenth of it. */
const bodyBytes = 100_000
/** The deepest request has three levels: data, filter, list. */
const deepest = 8
/** How clients write integers that JavaScript's numbers may not hold; the SDK decodes those two and nothing else. */
const integerTypes: ReadonlySet<unknown> = new Set([
  'type.googleapis.com/google.protobuf.Int64Value',
  'type.googleapis.com/google.protobuf.UInt64Value',
])

/**
 * Why a callable's body (parsed, and its length as it came) can be no request; null where it can, or where it is no JSON
 * and the SDK says so itself. Reads at most `bodyBytes`, so anybody may send anything.
 */
export function refusalOf(body: unknown, bytes: number): InvalidInputError | null {
  if (bytes > bodyBytes) return tooLong()
  if (typeof body !== 'object' || body === null || body instanceof Uint8Array) return null
  if (!('data' in body)) return new InvalidInputError('data', 'is missing: the body must be {"data": ...}')
  const extra = Object.keys(body).find((key) => key !== 'data')
  if (extra !== undefined) return new InvalidInputError(fieldOf([extra]), 'is not known beside data')
  return refusalOfValue(body.data, [])
}

/** The JSON that an HTTPS request brings; throws an InvalidInputError where it brings anything else, or too much. */
export function jsonBody(request: Request): unknown {
  // Undefined, whatever its type says, where nothing was sent.
  const sent: Buffer | undefined = request.rawBody
  if ((sent?.length ?? 0) > bodyBytes) throw tooLong()
  // Forms arrive as objects too.
  if (!request.is('application/json')) throw new InvalidInputError('body', 'must be JSON, of type application/json')
  return request.body
}

function tooLong(): InvalidInputError {
  return new InvalidInputError('body', `must be at most ${bodyBytes} bytes long`)
}

function refusalOfValue(value: unknown, path: readonly string[]): InvalidInputError | null {
  if (typeof value !== 'object' || value === null || isInteger(value)) return null
  if (path.length >= deepest) return new InvalidInputError(fieldOf(path), 'is nested too deeply')
  for (const [key, member] of Object.entries(value)) {
    const inner = [...path, key]
    if (key === '__proto__' || key === '@type') return new InvalidInputError(fieldOf(inner), 'is not known here')
    const refusal = refusalOfValue(member, inner)
    if (refusal !== null) return refusal
  }
  return null
}

function isInteger(value: object): boolean {
  if (!('@type' in value) || !integerTypes.has(value['@type'])) return false
  return 'value' in value && typeof value.value === 'string' && /^-?\d{1,20}$/.test(value.value)
}

import { z } from 'zod'

import type { FakeRequest } from '../http.ts'
import { invalid, type Refusal } from './refusal.ts'
import { msOfTime } from './times.ts'

/** A time of a request, in milliseconds. */
export const timeSchema = z.string().transform((text, context) => {
  const ms = msOfTime(text)
  if (ms !== null) return ms
  context.issues.push({ code: 'custom', input: text, params: { code: 'INVALID_TIME' } })
  return z.NEVER
})

/** A time range: both ends are included, and either may be missing. */
export const timeRangeSchema = z.strictObject({ start_at: timeSchema.nullish(), end_at: timeSchema.nullish() })

/** The range of a filter in milliseconds; a missing upper end is `endMs`. */
export function rangeOf(range: z.infer<typeof timeRangeSchema> | null | undefined, endMs: number) {
  return { from: range?.start_at ?? 0, to: range?.end_at ?? endMs }
}

/**
 * A sort order. The original takes a misspelt one without a word, and sorts newest first.
 */
export const isAscending = (order: unknown): boolean => order === 'ASC'

/** A limit in a query string. */
export const limitSchema = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

/** Reads a body of JSON. Stricter than the original: what it would leave out of account is refused. Throws a Refusal. */
export function bodyOf<T>({ headers, body }: FakeRequest, schema: z.ZodType<T>): T {
  if (!/^application\/json\b/.test(String(headers['content-type']))) {
    throw invalid('INVALID_CONTENT_TYPE', 'The content type must be application/json.')
  }
  let value: unknown
  try {
    value = JSON.parse(body.toString())
  } catch {
    throw invalid('EXPECTED_JSON_BODY', 'The body is no JSON.')
  }
  return parsed(value, schema, 'UNKNOWN_BODY_PARAMETER')
}

/** Reads a query string. Throws a Refusal. */
export function queryOf<T>({ query }: FakeRequest, schema: z.ZodType<T>): T {
  return parsed(Object.fromEntries(query), schema, 'UNKNOWN_QUERY_PARAMETER')
}

function parsed<T>(value: unknown, schema: z.ZodType<T>, unknownKey: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw issue === undefined ? invalid('BAD_REQUEST', 'The request is wrong.') : refusalOfIssue(issue, value, unknownKey)
}

function refusalOfIssue(issue: z.core.$ZodIssue, value: unknown, unknownKey: string): Refusal {
  const field = issue.path.join('.')
  if (issue.code !== 'unrecognized_keys') return invalid(codeOf(issue, value), issue.message, field)
  return invalid(unknownKey, `There is no such parameter: ${issue.keys.join(', ').slice(0, 80)}.`, field)
}

/** The vendor's word for what is wrong with a value. */
function codeOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_value') return 'INVALID_ENUM_VALUE'
  if (issue.code === 'too_big') return issue.origin === 'array' ? 'ARRAY_LENGTH_TOO_LONG' : 'VALUE_TOO_HIGH'
  if (issue.code === 'too_small') return issue.origin === 'array' ? 'ARRAY_EMPTY' : 'VALUE_TOO_LOW'
  if (issue.code === 'custom') return String(issue.params?.code ?? 'INVALID_VALUE')
  if (issue.code !== 'invalid_type') return 'INVALID_VALUE'
  return valueAt(value, issue.path) === undefined ? 'MISSING_REQUIRED_PARAMETER' : 'INCORRECT_TYPE'
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  )
}

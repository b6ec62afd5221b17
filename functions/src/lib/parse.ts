import type { z } from 'zod'

import { InvalidInputError } from './errors.ts'

/** Parses a caller's input; throws an InvalidInputError that names the first wrong field and quotes no value. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown, whole = 'request'): z.output<T> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const [issue] = result.error.issues
  if (issue === undefined) throw new InvalidInputError(whole, 'cannot be read')
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, issue.keys[0]?.slice(0, 100) ?? ''].join('.')
    throw new InvalidInputError(path, 'is not known here')
  }
  throw new InvalidInputError(issue.path.join('.') || whole, issue.message)
}

import type { z } from 'zod'

import { InvalidInputError } from './errors.ts'

/** Parses a caller's input; throws an InvalidInputError that names the first wrong field and quotes no value. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown, whole = 'request'): z.output<T> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const [issue] = result.error.issues
  if (issue === undefined) throw new InvalidInputError(whole, 'cannot be read')
  if (issue.code === 'unrecognized_keys') {
    throw new InvalidInputError(fieldOf([...issue.path, ...issue.keys.slice(0, 1)]), 'is not known here')
  }
  throw new InvalidInputError(fieldOf(issue.path) || whole, issue.message)
}

/** The name of a field by the path to it; keys are the caller's own words, and are cut short. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path.map((key) => String(key).slice(0, 100) || '""').join('.')
}

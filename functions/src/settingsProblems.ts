import { z } from 'zod'

import { nearest } from './lib/nearest.ts'

/** The mistakes in a settings file, each with its place, as text; at most five, because one mistake may bring others. */
export function settingsProblems(schema: z.ZodType, error: z.ZodError): string {
  const problems = error.issues.map(innermost).map((issue) => {
    const place = z.core.toDotPath(issue.path)
    return `${place === '' ? '' : `${place}: `}${problemOf(schema, issue)}`
  })
  const left = problems.length - mostTold
  return [...problems.slice(0, mostTold), ...(left > 0 ? [`and ${left} more`] : [])].join('; ')
}
const mostTold = 5

/** The mistake in the form that a value was meant to have, where its type tells which one that is. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue
  const meant = issue.errors.filter(
    (form) => !form.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  )
  const [inner] = meant.length === 1 ? (meant[0] ?? []) : []
  return inner === undefined ? issue : innermost({ ...inner, path: [...issue.path, ...inner.path] })
}

function problemOf(schema: z.ZodType, issue: z.core.$ZodIssue): string {
  // A schema's own words know best; only the parser's are replaced.
  if (!/^(Invalid |Too |Unrecognized )/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, keysAt(schema, issue.path))).join(', ')
    case 'invalid_type':
      return issue.message.endsWith('undefined')
        ? `is missing, and has to be ${nouns[issue.expected] ?? issue.expected}`
        : `must be ${nouns[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message
    case 'too_small':
      return issue.origin === 'array' ? `must have at least ${issue.minimum}` : 'must not be empty'
    case 'too_big':
      return `must have at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_union':
    case 'not_multiple_of':
      return issue.message
  }
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  boolean: 'true or false',
  number: 'a number',
  array: 'a list',
  object: 'an object in braces',
  record: 'an object in braces',
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known)
  const remedy = meant === undefined ? `there are ${known.join(', ')}` : `did you mean "${meant}"?`
  return `"${key}" is no setting: ${remedy}`
}

/** The names that may stand at a place of the file. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let found: readonly z.core.$ZodType[] = [schema]
  for (const key of path) found = found.flatMap(objectsOf).flatMap((type) => memberOf(type, key))
  return found.flatMap(objectsOf).flatMap((type) => {
    if (type instanceof z.ZodObject) return Object.keys(type.shape)
    const names = type instanceof z.ZodRecord ? type.def.keyType : null
    return names instanceof z.ZodEnum ? names.options.map(String) : []
  })
}

function memberOf(type: z.ZodObject | z.ZodRecord | z.ZodArray, key: PropertyKey): readonly z.core.$ZodType[] {
  if (type instanceof z.ZodRecord) return [type.def.valueType]
  if (type instanceof z.ZodArray) return [type.def.element]
  const member: unknown = type.shape[String(key)]
  return member instanceof z.ZodType ? [member] : []
}

/** The types with members that a type stands for, without its defaults and the like. */
function objectsOf(type: z.core.$ZodType): readonly (z.ZodObject | z.ZodRecord | z.ZodArray)[] {
  if (type instanceof z.ZodObject || type instanceof z.ZodRecord || type instanceof z.ZodArray) return [type]
  if (type instanceof z.ZodUnion) return type.options.flatMap(objectsOf)
  if (type instanceof z.ZodPipe) return objectsOf(type.in)
  const isWrapper =
    type instanceof z.ZodDefault ||
    type instanceof z.ZodPrefault ||
    type instanceof z.ZodOptional ||
    type instanceof z.ZodNullable
  return isWrapper ? objectsOf(type.def.innerType) : []
}

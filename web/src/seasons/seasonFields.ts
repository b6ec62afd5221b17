import { operatingSeasonSchema, type OperatingSeason } from 'contract/seasons.ts'

/** The fields of the form, in its order, and their names for people. */
export const fieldLabels = {
  name: 'Name',
  startsOn: 'First day',
  endsOn: 'Last day',
  locations: 'Locations',
  note: 'Note',
} as const satisfies Record<keyof OperatingSeason, string>
export type FieldName = keyof typeof fieldLabels
export const fieldNames = Object.keys(fieldLabels) as FieldName[] // Object.keys forgets the literal's keys.

/** The texts that stand in the form; locations are one a line. */
export type FieldTexts = Readonly<Record<FieldName, string>>

/** A sentence for each field in which something is wrong. */
export type FieldFaults = Readonly<Partial<Record<FieldName, string>>>

export const emptyTexts: FieldTexts = { name: '', startsOn: '', endsOn: '', locations: '', note: '' }

export function textsOf({ name, startsOn, endsOn, locations, note }: OperatingSeason): FieldTexts {
  return { name, startsOn, endsOn, locations: locations.join('\n'), note }
}

export type ReadSeason =
  { readonly ok: true; readonly season: OperatingSeason } | { readonly ok: false; readonly faults: FieldFaults }

/** Reads the form by the rules of the function. */
export function seasonIn(texts: FieldTexts): ReadSeason {
  const locations = texts.locations.split('\n').filter((line) => line.trim() !== '')
  const read = operatingSeasonSchema.safeParse({ ...texts, locations })
  if (read.success) return { ok: true, season: read.data }
  const faults: Partial<Record<FieldName, string>> = {}
  for (const { path, message } of read.error.issues) {
    const [field, index] = path
    if (isField(field)) faults[field] ??= sentenceOf(field, typeof index === 'number' ? index : null, message)
  }
  return { ok: false, faults }
}

/** The faults that the function names in its refusal, like "season.endsOn: must not be before the first day"; null where it names none. */
export function faultsIn(refusal: string): FieldFaults | null {
  const [, field, index, message] = /^season\.(\w+)(?:\.(\d+))?: (.+)$/s.exec(refusal) ?? []
  if (!isField(field) || message === undefined) return null
  return { [field]: sentenceOf(field, index === undefined ? null : Number(index), message) }
}

function isField(name: unknown): name is FieldName {
  return typeof name === 'string' && Object.hasOwn(fieldLabels, name)
}

/** "Name must not be empty." */
function sentenceOf(field: FieldName, index: number | null, message: string): string {
  const subject = index === null ? fieldLabels[field] : `Location ${index + 1}`
  const sentence = message.startsWith('must ') ? `${subject} ${message}` : message
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}

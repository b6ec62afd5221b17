import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

import { z } from 'zod'

/** A single-field index, of the kind that `order` or `arrayConfig` names. */
const indexSchema = z.looseObject({
  order: z.string().optional(),
  arrayConfig: z.string().optional(),
  queryScope: z.string(),
})
export type Index = Readonly<z.infer<typeof indexSchema>>

const overrideSchema = z.looseObject({
  collectionGroup: z.string(),
  fieldPath: z.string(),
  indexes: z.array(indexSchema).default([]),
})
export interface FieldOverride {
  readonly collectionGroup: string
  readonly fieldPath: string
  readonly indexes: readonly Index[]
  readonly [other: string]: unknown
}

const indexFileSchema = z.looseObject({
  indexes: z.array(z.unknown()).default([]),
  fieldOverrides: z.array(overrideSchema).default([]),
})
/** The parts of firestore.indexes.json that are read here; whatever else it holds is kept. */
export interface IndexFile {
  readonly indexes: readonly unknown[]
  readonly fieldOverrides: readonly FieldOverride[]
}

/** Reads an index file. Throws an error that names the file and says what to do where its content is no such file's. */
export function readIndexFile(path: string): IndexFile {
  const file = parsed(path)
  const names = file.fieldOverrides.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice === undefined) return file
  throw new Error(`${basename(path)} has two fieldOverrides for ${twice}: make one of them.`)
}

function parsed(path: string): IndexFile {
  try {
    return indexFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    const message = `${basename(path)} cannot be read as Firestore's index file. Correct it, or write it anew by "npm run firebase -- firestore:indexes".`
    throw new Error(message, { cause })
  }
}

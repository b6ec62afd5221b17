import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { z } from 'zod'

import { SettingError } from './lib/errors.ts'
import { orderSettingsSchema, streamSettingsSchema } from './sources/firestore/settings.ts'

/** The file of the settings that have structure, in the folder of the functions. */
export const settingsFileName = 'tidemark.json'
/** Names another file, as its path from the folder of the functions: a project's own, or one for a trial. */
export const settingsFileParam = 'TIDEMARK_SETTINGS'

/** What `functions/tidemark.json` may say. Whatever it leaves out has a default. */
export const settingsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  /** Where the functions run. */
  region: z
    .string()
    .regex(/^[a-z]+-[a-z]+\d+$/, 'must be a region of Google Cloud, like europe-west1')
    .default('us-central1'),
  /** The Firestore database of the shop and of the cache. */
  database: z
    .string()
    .regex(/^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/, 'must be the id of a Firestore database, or (default)')
    .default('(default)'),
  orders: orderSettingsSchema.prefault({}),
  /** Other collections of the shop, by the names of their streams. */
  streams: streamSettingsSchema,
})
export type SettingsFile = z.output<typeof settingsFileSchema>

/** The settings where there is no file. */
export const noSettingsFile: SettingsFile = settingsFileSchema.parse({})

const functionsFolder = new URL('..', import.meta.url)

/**
 * The settings of the file that `texts` name, or of `functions/tidemark.json`, where there is one. Throws a SettingError that names the
 * place in the file and what is wrong with it.
 */
export function readSettingsFile(
  texts: Readonly<Record<string, string | undefined>>,
  folder: string = fileURLToPath(functionsFolder),
): SettingsFile {
  const named = texts[settingsFileParam]?.trim() ?? ''
  const name = named === '' ? settingsFileName : named
  const text = textOf(new URL(name, `file://${folder.endsWith('/') ? folder : `${folder}/`}`), name, named === '')
  return text === null ? noSettingsFile : parseSettingsFile(text, name)
}

function textOf(file: URL, name: string, mayBeAbsent: boolean): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (mayBeAbsent && Object(cause).code === 'ENOENT') return null
    throw new SettingError(name, `cannot be read: ${Object(cause).code ?? 'unknown'}`)
  }
}

/** The settings that a file's text holds; `name` stands in messages. Throws a SettingError. */
export function parseSettingsFile(text: string, name: string = settingsFileName): SettingsFile {
  const read = settingsFileSchema.safeParse(jsonOf(text, name))
  if (read.success) return read.data
  throw new SettingError(name, read.error.issues.slice(0, 5).map(told).join('; '))
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    // Its message says where, and quotes a few characters of a file that holds no secrets.
    throw new SettingError(name, `is no JSON: ${cause instanceof Error ? cause.message : 'it cannot be read'}`)
  }
}

/** `orders.fields["items.sku"]: must be a field path`. */
function told(issue: z.core.$ZodIssue): string {
  const place = z.core.toDotPath(issue.path)
  return place === '' ? issue.message : `${place}: ${issue.message}`
}

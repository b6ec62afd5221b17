import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { z } from 'zod'

import { SettingError } from './lib/errors.ts'
import { jsonProblem } from './lib/jsonProblem.ts'
import { settingsProblems } from './settingsProblems.ts'
import { orderSettingsSchema, streamSettingsSchema } from './sources/firestore/settings.ts'

/** The file of the settings that have structure, in the folder of the functions. */
export const settingsFileName = 'tidemark.json'
/** Names another file, as its path from the folder of the functions: a project's own, or one for a trial. */
export const settingsFileParam = 'TIDEMARK_SETTINGS'

/** The schema of `functions/tidemark.json`. Whatever the file leaves out has a default. */
export const settingsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  /** The region of the functions. */
  region: z
    .string()
    .regex(
      /^[a-z]+-[a-z]+\d+$/,
      'must be a region like europe-west1. For a database in eur3 that is europe-west1, in nam5 or nam7 us-central1',
    )
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
  const name = shownName(named === '' ? settingsFileName : named)
  const text = textOf(settingsFilePath(texts, folder), name, named === '')
  return text === null ? noSettingsFile : parseSettingsFile(text, name)
}

/** The path of the file that `texts` name, or of `tidemark.json`, in the folder of the functions. */
export function settingsFilePath(texts: Readonly<Record<string, string | undefined>>, folder: string): string {
  return resolve(folder, texts[settingsFileParam]?.trim() || settingsFileName)
}

/** The file as people find it in the project. */
function shownName(name: string): string {
  return isAbsolute(name) ? name : `functions/${name}`
}

function textOf(file: string, name: string, mayBeAbsent: boolean): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (mayBeAbsent && Object(cause).code === 'ENOENT') return null
    const isAbsent = Object(cause).code === 'ENOENT'
    const remedy = `correct ${settingsFileParam}, or leave it out for ${settingsFileName}`
    throw new SettingError(
      name,
      isAbsent ? `is not there: ${remedy}` : `cannot be read: ${Object(cause).code ?? 'unknown'}`,
    )
  }
}

/** The settings that a file's text holds; `name` stands in messages. Throws a SettingError. */
export function parseSettingsFile(text: string, name: string = shownName(settingsFileName)): SettingsFile {
  const read = settingsFileSchema.safeParse(jsonOf(text.replace(/^\uFEFF/, ''), name))
  if (read.success) return read.data
  throw new SettingError(name, settingsProblems(settingsFileSchema, read.error))
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text, refuseProto)
  } catch (cause) {
    if (cause instanceof ProtoName) throw new SettingError(name, '"__proto__" cannot be a name in it: remove it')
    // It quotes a few characters of a file that holds no secrets.
    throw new SettingError(name, `is no JSON: ${jsonProblem(text, cause)}`)
  }
}

class ProtoName extends Error {}

/** Zod leaves a member of that name out of a record, and what it says would be lost. */
function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new ProtoName()
  return value
}

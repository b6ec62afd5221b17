import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { format, resolveConfig } from 'prettier'
import { z } from 'zod'

import { functionsFolder } from '../cli/functionsEnv.ts'
import { settingsFileSchema } from '../functions/src/settingsFile.ts'
import { descriptionAt } from './settingsDescriptions.ts'

/** The file by which editors complete and check `functions/tidemark.json`. `npm run settings:schema` writes it anew. */
export const schemaFile = join(functionsFolder, 'tidemark.schema.json')

type JsonSchema = z.core.JSONSchema.BaseSchema

/** The JSON schema of the settings file, with a description of every setting. */
export function settingsJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(settingsFileSchema, { io: 'input', unrepresentable: 'any' })
  for (const { path, schema: member } of membersOf(schema)) {
    const description = descriptionAt(path)
    if (description !== undefined) member.description = description
  }
  return schema
}

/** Every setting that a schema names, with its path; `*` stands for any name. */
export function membersOf(schema: JsonSchema, at = ''): { readonly path: string; readonly schema: JsonSchema }[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    isSchema(member) ? [{ path: at === '' ? name : `${at}.${name}`, schema: member }] : [],
  )
  const below = [schema.additionalProperties, schema.items, ...(schema.anyOf ?? [])]
    .filter(isSchema)
    .flatMap((member) => membersOf(member, placeOf(schema, member, at)))
  return [...own, ...own.flatMap(({ path, schema: member }) => membersOf(member, path)), ...below]
}

function placeOf(schema: JsonSchema, member: JsonSchema, at: string): string {
  if (member === schema.items) return `${at}[]`
  return member === schema.additionalProperties ? `${at}.*` : at
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text of the file, as the formatter wants it. */
export async function schemaText(): Promise<string> {
  const config = await resolveConfig(schemaFile)
  return format(JSON.stringify(settingsJsonSchema()), { ...config, parser: 'json' })
}

/** The text of the schema file as it is now. */
export function writtenSchema(): string {
  return readFileSync(schemaFile, 'utf8')
}

if (import.meta.main) writeFileSync(schemaFile, await schemaText())

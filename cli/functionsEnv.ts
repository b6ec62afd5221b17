import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { z } from 'zod'

import { isLocalProject } from './firebaseProject.ts'
import { projectRoot } from './paths.ts'

const parserSchema = z.object({ parse: z.custom<(text: string) => unknown>((value) => typeof value === 'function') })
const parsedSchema = z.object({ envs: z.record(z.string(), z.string()), errors: z.array(z.string()) })
const firebasercSchema = z.object({ projects: z.record(z.string(), z.string()).optional() })

/** The folder that a deploy uploads. */
export const functionsFolder = join(projectRoot, 'functions')

/** A variable, and the file that sets it. */
export interface EnvEntry {
  readonly value: string
  readonly file: string
}

/**
 * The variables that a deploy of this folder (or, for a "demo-" project, the emulator) gives the functions, from the files
 * that firebase-tools reads, by its own parser; a later file wins. Throws an error that names a file which has lines that are
 * no variables.
 */
export function functionsEnv(project: string | undefined, folder = functionsFolder): ReadonlyMap<string, EnvEntry> {
  return entriesOf(envFiles(project), folder)
}

/** The secrets that the emulator gives the functions: it is no place for those of a deployed project, which are in Secret Manager. */
export function emulatedSecrets(folder = functionsFolder): ReadonlyMap<string, EnvEntry> {
  return entriesOf(['.secret.local'], folder)
}

function entriesOf(files: readonly string[], folder: string): ReadonlyMap<string, EnvEntry> {
  const entries = new Map<string, EnvEntry>()
  for (const file of files) {
    const path = join(folder, file)
    if (!existsSync(path)) continue
    const { envs, errors } = parseEnv(readFileSync(path, 'utf8'))
    // The lines themselves may hold anything, and are not repeated.
    if (errors.length > 0)
      throw new Error(`functions/${file} has ${errors.length} lines that are not NAME=value. Correct them.`)
    for (const [name, value] of Object.entries(envs)) entries.set(name, { value, file: `functions/${file}` })
  }
  return entries
}

function envFiles(project: string | undefined): readonly string[] {
  if (project === undefined) return ['.env']
  const local = isLocalProject(project) ? ['.env.local'] : []
  return ['.env', `.env.${project}`, ...aliasesOf(project).map((alias) => `.env.${alias}`), ...local]
}

/** The names that `.firebaserc` has for a project: a file may be called by one of them. */
function aliasesOf(project: string): string[] {
  const file = join(projectRoot, '.firebaserc')
  if (!existsSync(file)) return []
  const { projects = {} } = firebasercSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  return Object.keys(projects).filter((alias) => projects[alias] === project)
}

function parseEnv(text: string): z.infer<typeof parsedSchema> {
  // It has no types, and takes a third of a second to load.
  const parser = parserSchema.parse(createRequire(import.meta.url)('firebase-tools/lib/functions/env.js'))
  return parsedSchema.parse(parser.parse(text))
}

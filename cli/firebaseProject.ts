import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { UsageError } from './commandLine.ts'
import { projectRoot } from './paths.ts'

const firebasercSchema = z.object({ projects: z.object({ default: z.string().optional() }).optional() })

/**
 * Returns the Firebase project for a command without --project: GCLOUD_PROJECT or GOOGLE_CLOUD_PROJECT, else the default
 * of `.firebaserc`; undefined if there is none.
 */
export function currentProject(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env.GCLOUD_PROJECT || env.GOOGLE_CLOUD_PROJECT || defaultOfFirebaserc()
}

/** The message of a command that was given no project and finds none. */
export const missingProject =
  'Name the Firebase project with --project PROJECT: GCLOUD_PROJECT is not set, and .firebaserc has no default.'

/** Tells whether the project exists on this machine only: Google's tools never take a "demo-" id to the cloud. */
export function isLocalProject(project: string): boolean {
  return project.startsWith('demo-')
}

function defaultOfFirebaserc(): string | undefined {
  const file = join(projectRoot, '.firebaserc')
  if (!existsSync(file)) return undefined
  return firebasercSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).projects?.default
}

/**
 * The project to work on: the one that a flag names, else the current one. Throws a UsageError where there is none, and for a local one
 * without an emulator: Google does not know it.
 */
export function workingProject(flag: string | undefined): string {
  const project = flag ?? currentProject()
  if (!project) throw new UsageError(missingProject)
  if (isLocalProject(project) && !process.env.FIRESTORE_EMULATOR_HOST) {
    throw new UsageError(
      `${project} is a local project: start it with "npm start" and set FIRESTORE_EMULATOR_HOST=127.0.0.1:8080, ` +
        'or name the deployed one with --project',
    )
  }
  return project
}

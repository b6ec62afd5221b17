import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

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

/** Whether the project exists on this machine only: Google's tools never take a "demo-" id to the cloud. */
export function isLocalProject(project: string): boolean {
  return project.startsWith('demo-')
}

function defaultOfFirebaserc(): string | undefined {
  const file = join(projectRoot, '.firebaserc')
  if (!existsSync(file)) return undefined
  return firebasercSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).projects?.default
}

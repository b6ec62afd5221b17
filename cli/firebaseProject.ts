import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { projectRoot } from './paths.ts'

const firebasercSchema = z.object({ projects: z.object({ default: z.string().optional() }).optional() })

/**
 * The Firebase project that a command means when it is not told: GCLOUD_PROJECT or GOOGLE_CLOUD_PROJECT, else the
 * default of `.firebaserc`; undefined where nobody named one.
 */
export function currentProject(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env.GCLOUD_PROJECT || env.GOOGLE_CLOUD_PROJECT || defaultOfFirebaserc()
}

/** Whether the project exists on this machine only: Google's tools never take a "demo-" id to the cloud. */
export function isLocalProject(project: string): boolean {
  return project.startsWith('demo-')
}

function defaultOfFirebaserc(): string | undefined {
  const file = join(projectRoot, '.firebaserc')
  if (!existsSync(file)) return undefined
  return firebasercSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).projects?.default
}

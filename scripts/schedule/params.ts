import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

import { z } from 'zod'

import { InvalidInputError } from '../../functions/src/lib/errors.ts'
import {
  adaptiveParams,
  readAdaptiveSettings,
  type AdaptiveSettings,
} from '../../functions/src/sync/schedule/settings.ts'
import { UsageError } from '../commandLine.ts'
import { localProject, projectRoot } from '../paths.ts'

/** What the functions' params say of the schedule. */
export interface ScheduleParams {
  readonly baseMinutes: number
  /** Null: the schedule is fixed. */
  readonly adaptive: AdaptiveSettings | null
}

const everyMinutes = z.coerce.number().int().min(1).max(1_440).default(15)

/** Flags that stand for a param, to try what it would do. */
export interface ScheduleParamFlags {
  readonly adaptive?: string | undefined
  readonly 'quiet-hours'?: string | undefined
}

/**
 * The params as a deploy of this folder would set them, from the files that firebase-tools reads, unless a flag says
 * otherwise. Throws a UsageError that names the one to correct.
 */
export function scheduleParams(project: string, flags: ScheduleParamFlags): ScheduleParams {
  const written = paramsOf(project)
  const range = flags.adaptive ?? written[adaptiveParams.range] ?? ''
  const quiet = flags['quiet-hours'] ?? written[adaptiveParams.quiet] ?? ''
  try {
    return { baseMinutes: everyMinutes.parse(written.SYNC_EVERY_MINUTES), adaptive: readAdaptiveSettings(range, quiet) }
  } catch (error) {
    if (error instanceof z.ZodError) throw new UsageError('SYNC_EVERY_MINUTES must be a whole number from 1 to 1440')
    throw error instanceof InvalidInputError ? new UsageError(error.message) : error
  }
}

function paramsOf(project: string): NodeJS.Dict<string> {
  const files = ['.env', `.env.${project}`, ...(project === localProject ? ['.env.local'] : [])]
  const texts = files
    .map((file) => join(projectRoot, 'functions', file))
    .filter((file) => existsSync(file))
    .map((file) => parseEnv(readFileSync(file, 'utf8')))
  return Object.assign({}, ...texts) as NodeJS.Dict<string> // Object.assign forgets the types of a spread.
}

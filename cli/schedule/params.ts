import { z } from 'zod'

import { SettingError } from '../../functions/src/lib/errors.ts'
import {
  adaptiveParams,
  readAdaptiveSettings,
  type AdaptiveSettings,
} from '../../functions/src/sync/schedule/settings.ts'
import { UsageError } from '../commandLine.ts'
import { functionsEnv } from '../functionsEnv.ts'

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
  const written = functionsEnv(project)
  const range = flags.adaptive ?? written.get(adaptiveParams.range)?.value ?? ''
  const quiet = flags['quiet-hours'] ?? written.get(adaptiveParams.quiet)?.value ?? ''
  try {
    return {
      baseMinutes: everyMinutes.parse(written.get('SYNC_EVERY_MINUTES')?.value),
      adaptive: readAdaptiveSettings(range, quiet),
    }
  } catch (error) {
    if (error instanceof z.ZodError) throw new UsageError('SYNC_EVERY_MINUTES must be a whole number from 1 to 1440')
    throw error instanceof SettingError ? new UsageError(error.message) : error
  }
}

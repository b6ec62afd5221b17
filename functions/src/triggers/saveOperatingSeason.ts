import type { CallableFunction } from 'firebase-functions/https'

import { saveOperatingSeasonRequestSchema, type SaveOperatingSeasonResponse } from '../contract/seasons.ts'
import type { Deps, Entry } from '../deps.ts'
import { SettingError } from '../lib/errors.ts'
import { parseInput } from '../lib/parse.ts'
import { editOptions } from '../options.ts'
import { saveSeason, type Keeping } from '../seasons/saveSeason.ts'
import { seasonsParam } from '../sources/operatingSeasons/document.ts'
import { seasonPipeline } from '../sources/registry.ts'
import { adminCall } from './adminCall.ts'

/** Creates, changes or removes one of the shop's operating seasons. */
export const createSaveOperatingSeason = (
  entry: Entry,
): CallableFunction<unknown, Promise<SaveOperatingSeasonResponse>> =>
  adminCall(editOptions, entry, async (deps, data, _stream, caller) => {
    const keeping = keepingOf(deps)
    return saveSeason(keeping, parseInput(saveOperatingSeasonRequestSchema, data), caller)
  })

/** Throws a SettingError where seasons are off. */
function keepingOf(deps: Deps): Keeping {
  const pipeline = deps.pipelines.find(({ id }) => id === seasonPipeline)
  if (pipeline !== undefined) return { ...deps, pipeline }
  throw new SettingError(seasonsParam, `seasons are off: set ${seasonsParam}=true in functions/.env and deploy`)
}

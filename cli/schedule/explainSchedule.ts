import { collections } from '../../functions/src/cache/paths.ts'
import { stateOf } from '../../functions/src/cache/state.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import type { PipelineState } from '../../functions/src/model/state.ts'
import { UsageError } from '../commandLine.ts'
import { openFirestore } from '../deployedSettings.ts'
import { isLocalProject } from '../firebaseProject.ts'
import { connect } from './client.ts'
import { findJob } from './commands.ts'
import { explanationLines, explanationOf, type Explanation } from './decision.ts'
import { ScheduleError } from './explain.ts'
import { jobName, type JobMessage } from './job.ts'
import type { ScheduleParams } from './params.ts'
import type { ScheduleSettings } from './settings.ts'

/**
 * Says which interval the job is to have and why, from the job, the params and the runs in the watermark documents: one
 * read a pipeline. Changes nothing. Throws what the client throws, and `ScheduleError`.
 */
export async function explainSchedule(
  settings: ScheduleSettings,
  params: ScheduleParams,
  say: (line: string) => void,
): Promise<Explanation> {
  const states = await readStates(settings.project)
  const job = await readJob(settings)
  const explanation = explanationOf({ name: jobName(settings), job, params, states, now: instantFromMs(Date.now()) })
  for (const line of explanationLines(explanation)) say(line)
  return explanation
}

/** A local project has no job unless a server is named that plays Cloud Scheduler. */
async function readJob(settings: ScheduleSettings): Promise<JobMessage | null> {
  if (isLocalProject(settings.project) && settings.endpoint === null) return null
  const client = await connect(settings)
  try {
    return await findJob(client, jobName(settings))
  } finally {
    await client.close()
  }
}

async function readStates(projectId: string): Promise<PipelineState[]> {
  if (isLocalProject(projectId) && process.env.FIRESTORE_EMULATOR_HOST === undefined) {
    throw new UsageError(
      `${projectId} is a local project: start it with "npm start" and set FIRESTORE_EMULATOR_HOST=127.0.0.1:8080, or name the deployed one with --project.`,
    )
  }
  const db = openFirestore(projectId)
  try {
    const { docs } = await db.collection(collections.states).get()
    return docs.map(stateOf).filter((state) => state !== null)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new ScheduleError(
      `The watermark documents of ${projectId} could not be read. You need the role roles/datastore.viewer and a ` +
        `sign-in: gcloud auth application-default login\n(${said})`,
      { cause: error },
    )
  } finally {
    await db.terminate()
  }
}

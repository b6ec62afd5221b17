import { runFullTask } from '../../../functions/src/sync/full/runFull.ts'
import type { Faults } from '../../harness/firestore.ts'
import { TiedPipelines } from '../../harness/pipelines.ts'

/** Pipelines of a vendor whose failures pass: the queue tries a full run's task again until it succeeds. */
export abstract class RetriedPipelines<Name extends string> extends TiedPipelines<Name> {
  /** Runs the tasks of full runs. A process with faults runs one task, once. */
  override async drain(faults?: Faults): Promise<void> {
    for (const name of this.fullRuns) {
      this.fullRuns.delete(name)
      await runFullTask(this.context(name, faults)).catch(() => this.fullRuns.add(name))
      if (faults !== undefined) return
    }
  }
}

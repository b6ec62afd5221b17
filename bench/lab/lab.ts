import { withFirestore } from '../../tools/stack/firestoreOnly.ts'
import { unlessAborted } from '../../tools/stack/interruption.ts'
import { javaOptionsFor, readEnvironment } from '../report/environment.ts'
import type { Environment } from '../results.ts'
import type { Progress } from './progress.ts'

/** The size of a run: it decides how much memory the emulator gets. */
export interface LabPlan {
  readonly mode: Environment['mode']
  /** The most orders that a store on an emulator will hold. */
  readonly most: number
}

/** The place where one run of the benchmark measures its parts, one after another. */
export class Lab {
  readonly progress: Progress
  readonly #mode: Environment['mode']
  /** Aborted when somebody asks the run to end. */
  readonly interrupted: AbortSignal
  readonly #keep: (part: string, found: unknown) => void
  readonly #javaOptions: readonly string[]
  readonly #startedMs = performance.now()

  /** `keep` is told what each part found as it ends, so that a failure in the last one does not lose the first. */
  constructor(
    { mode, most }: LabPlan,
    interrupted: AbortSignal,
    progress: Progress,
    keep: (part: string, found: unknown) => void,
  ) {
    this.progress = progress
    this.#mode = mode
    this.interrupted = interrupted
    this.#keep = keep
    this.#javaOptions = javaOptionsFor(most)
  }

  kept<T>(part: string, found: T): T {
    this.#keep(part, found)
    return found
  }

  /** Works beside an emulator of its own: they give memory back only when they end. */
  withEmulator<T>(work: () => Promise<T>): Promise<T> {
    return withFirestore(this.interrupted, this.#javaOptions, (env) => {
      // The clients of this process and of those that it starts look there.
      Object.assign(process.env, env)
      return work()
    })
  }

  /** Works without an emulator; throws as soon as somebody asks the run to end. */
  unlessInterrupted<T>(work: () => Promise<T>): Promise<T> {
    return unlessAborted(work(), this.interrupted)
  }

  /** Returns the machine, the software and the duration of the run so far. */
  environment(): Environment {
    return readEnvironment(this.#mode, this.#javaOptions, (performance.now() - this.#startedMs) / 1000)
  }
}

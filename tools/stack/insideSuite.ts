import { Interrupted, statusOfSignal } from './interruption.ts'
import { noSettings, type LocalSettings } from './localFunctions.ts'
import { startSuite, SuiteError, type Suite } from './suite.ts'

/**
 * Starts the suite, does the work, stops the suite, and returns the work's exit status, or 128 + n after signal n. The
 * work is given a signal that is aborted when `interrupted` is, and when the suite ends by itself: then it has to come
 * to its end, and a SuiteError is thrown. `settings` are for the functions, beside those of their files.
 */
export async function insideSuite(
  interrupted: AbortSignal,
  work: (suite: Suite, aborted: AbortSignal) => Promise<number>,
  settings: LocalSettings = noSettings,
): Promise<number> {
  try {
    const suite = await startSuite(interrupted, settings)
    const died = new AbortController()
    const dying = suite.ended.then(() => died.abort(new SuiteError('The emulator suite ended by itself.')))
    try {
      const status = await work(suite, AbortSignal.any([interrupted, died.signal]))
      died.signal.throwIfAborted()
      return status
    } catch (error) {
      // What fails because the suite is gone says less than that it is gone.
      died.signal.throwIfAborted()
      throw error
    } finally {
      await suite.stop()
      await dying
    }
  } catch (error) {
    if (error instanceof Interrupted) return statusOfSignal(error.signal)
    throw error
  }
}

import { composeDeps, type Deps, type Surroundings } from '../../functions/src/deps.ts'
import type { Config } from '../../functions/src/config.ts'
import { unlimitedPace } from '../../functions/src/sync/commit/pace.ts'

/** The surroundings that whoever runs the engine in its own process brings. */
export type OwnSurroundings = Pick<Surroundings, 'db' | 'clock' | 'secretOf' | 'enqueueFullRun' | 'enqueueRun'> &
  Partial<Pick<Surroundings, 'fetch'>>

/** The functions' own composition, in surroundings where nobody signs in. */
export function composedIn(config: Config, own: OwnSurroundings): Deps {
  return composeDeps(config, {
    fetch,
    ...own,
    verifier: { firebase: nobody, google: nobody },
    schedulerAccounts: [],
    webhookHandlers: [],
    // The emulator has no such limits, and how fast Tidemark can be is what is measured.
    pace: unlimitedPace,
    logger: { info() {}, warn() {}, error: tell },
    scheduler: { read: nobody, reschedule: nobody },
  })
}

function tell(message: string, members: object = {}): void {
  process.stderr.write(`${message} ${JSON.stringify(members)}\n`)
}

export async function nobody(): Promise<never> {
  throw new Error('The engine runs in this process, where nobody signs in and no other run is in the way.')
}

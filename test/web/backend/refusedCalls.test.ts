import { describe, expect, it } from 'vitest'

import { CallError, type CallFailure } from '../../../web/src/backend/callError.ts'
import { withSession } from '../../../web/src/backend/refusedCalls.ts'
import { SessionLostError } from '../../../web/src/backend/session.ts'

/** A session, and what was asked of it. `fails` says with what a way back ends. */
function session(fails: Partial<Record<'renew' | 'signInAgain', Error>> = {}) {
  const asked: string[] = []
  const way = (name: 'renew' | 'signInAgain') => async (): Promise<void> => {
    asked.push(name)
    if (fails[name] !== undefined) throw fails[name]
  }
  return { asked, version: () => 0, renew: way('renew'), signInAgain: way('signInAgain') }
}

const failed = (failure: CallFailure): CallError => new CallError(failure, failure, undefined)

/** A call that fails as the list says, one after another, and then answers how often it was made. */
function calling(...failures: CallFailure[]): () => Promise<number> {
  let made = 0
  return async () => {
    const failure = failures[made]
    made += 1
    if (failure !== undefined) throw failed(failure)
    return made
  }
}

describe('a call', () => {
  it('that is answered asks nothing of the session', async () => {
    const { asked, ...ways } = session()
    expect(await withSession(ways, calling())).toBe(1)
    expect(asked).toEqual([])
  })

  it.each([
    [['signed-out'], ['renew']],
    [['denied'], ['renew']],
    [
      ['signed-out', 'signed-out'],
      ['renew', 'signInAgain'],
    ],
    [
      ['denied', 'signed-out'],
      ['renew', 'signInAgain'],
    ],
  ] as const)('that was refused as %j is made again after %j', async (failures, ways) => {
    const own = session()
    expect(await withSession(own, calling(...failures))).toBe(failures.length + 1)
    expect(own.asked).toEqual(ways)
  })

  it.each([
    [['unreachable'], []],
    [['denied', 'denied'], ['renew']],
    [
      ['signed-out', 'signed-out', 'signed-out'],
      ['renew', 'signInAgain'],
    ],
    [['signed-out', 'failed'], ['renew']],
  ] as const)('that fails as %j fails with the last of them, after %j', async (failures, ways) => {
    const own = session()
    await expect(withSession(own, calling(...failures))).rejects.toThrow(failed(failures.at(-1) ?? 'failed'))
    expect(own.asked).toEqual(ways)
  })

  it('is refused as it was where nobody comes back', async () => {
    const own = session({ renew: new SessionLostError() })
    await expect(withSession(own, calling('signed-out'))).rejects.toThrow(failed('signed-out'))
  })

  it('fails as the sign-in service does where that cannot be reached', async () => {
    const own = session({ renew: new Error('no network') })
    await expect(withSession(own, calling('signed-out'))).rejects.toThrow('no network')
  })
})

import type { CallError } from './callError.ts'
import { SessionLostError, type SessionKeeper } from './session.ts'

type Session = Pick<SessionKeeper, 'version' | 'renew' | 'signInAgain'>

/**
 * Makes a call, and again where it was refused for want of a session: first with a new token, then once the same person has signed in
 * again. A refused call has done nothing, so any may be repeated. Throws the last CallError.
 */
export async function withSession<T>(session: Session, make: () => Promise<T>): Promise<T> {
  // The claim may be in a new token, or no longer in it: who signs in again gets the same one.
  const ways = [
    { way: session.renew, mends: ['signed-out', 'denied'] },
    { way: session.signInAgain, mends: ['signed-out'] },
  ]
  for (const { way, mends } of ways) {
    const since = session.version()
    try {
      return await make()
    } catch (error) {
      const refusal = error as CallError // Calls throw nothing else.
      if (!mends.includes(refusal.failure)) throw error
      await way(since).catch((lost: unknown) => {
        throw lost instanceof SessionLostError ? error : lost
      })
    }
  }
  return make()
}

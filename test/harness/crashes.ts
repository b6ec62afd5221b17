import type { Faults } from './firestore.ts'

/** The error that a simulated process dies of. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** Kills a process before or after its n-th request of a kind (1 is the first). `died` says whether it came to that. */
export function dyingAt(n: number, side: 'before' | 'after', method = 'commit'): Faults & { readonly died: boolean } {
  let seen = 0
  let isDead = false
  const die = (): never => {
    isDead = true
    throw new Crash(`The process died ${side} ${method} ${n}.`)
  }
  return {
    get died() {
      return isDead
    },
    before(called) {
      // A dead process sends nothing more, not even to tidy up.
      if (isDead) die()
      if (called !== method) return
      seen += 1
      if (side === 'before' && seen === n) die()
    },
    after(called) {
      if (!isDead && called === method && side === 'after' && seen === n) die()
    },
  }
}

/** Holds a process up before its n-th commit until `wake` is called: what a function does that outlives its timeout. */
export function fallingAsleepAt(n: number): Faults & { readonly asleep: Promise<void>; wake(): void } {
  const falling = Promise.withResolvers<void>()
  const waking = Promise.withResolvers<void>()
  let seen = 0
  return {
    asleep: falling.promise,
    wake: () => waking.resolve(),
    async before(called) {
      if (called !== 'commit' || ++seen !== n) return
      falling.resolve()
      await waking.promise
    },
  }
}

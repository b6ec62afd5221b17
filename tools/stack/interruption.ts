import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Somebody asked this process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly signal: NodeJS.Signals

  constructor(signal: NodeJS.Signals) {
    super(`Interrupted by ${signal}.`)
    this.signal = signal
  }
}

/**
 * Aborts with an Interrupted at the first signal that asks this process to end. Later ones change nothing: a terminal
 * sends Ctrl-C to every process of a command, and npm passes its own on besides.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of signals) process.on(signal, () => controller.abort(new Interrupted(signal)))
  return controller.signal
}

/** The exit status of a process that a signal ended, as shells count. */
export function statusOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}

/** Settles as the promise does, or throws the signal's reason as soon as it is aborted; the work itself goes on. */
export async function unlessAborted<T>(promise: Promise<T>, aborted: AbortSignal): Promise<T> {
  aborted.throwIfAborted()
  const { promise: abort, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(aborted.reason)
  aborted.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, abort])
  } finally {
    aborted.removeEventListener('abort', onAbort)
  }
}

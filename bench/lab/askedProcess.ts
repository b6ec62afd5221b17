import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A module in a process of its own that opens with a message and then answers what it is asked, one thing after another. */
export class AskedProcess {
  /** The process's first message. */
  readonly opening: unknown
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, opening: unknown) {
    this.#child = child
    this.opening = opening
  }

  /** Starts a module and waits for its first message. */
  static async open(module: URL, args: readonly string[]): Promise<AskedProcess> {
    const child = fork(module, args, {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Maps and lists of hundreds of thousands go over at once.
      serialization: 'advanced',
    })
    return new AskedProcess(child, await messageFrom(child))
  }

  /** Asks one thing; the next is asked when it is answered. */
  async ask(request: object): Promise<unknown> {
    this.#child.send(request)
    return messageFrom(this.#child)
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.disconnect()
    await ended
  }
}

async function messageFrom(child: ChildProcess): Promise<unknown> {
  const left = new AbortController()
  const { signal } = left
  try {
    const message = once(child, 'message', { signal }).then(([first]: unknown[]) => first)
    const exit = once(child, 'exit', { signal }).then(() => {
      throw new Error('A process of the benchmark ended by itself; its output is above.')
    })
    return await Promise.race([message, exit])
  } finally {
    left.abort()
  }
}

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

import type { z } from 'zod'

import { answerSchemas, openingSchema, type Opening, type VendorRequest } from './vendorMessages.ts'

type Answer<Kind extends VendorRequest['kind']> = z.infer<(typeof answerSchemas)[Kind]>

/** A shop at the fake vendor, which answers from a process of its own. */
export class Vendor {
  readonly opening: Opening
  readonly #process: ChildProcess

  private constructor(child: ChildProcess, opening: Opening) {
    this.#process = child
    this.opening = opening
  }

  /** Opens a shop with orders of the two years before now, where each answer takes so long. */
  static async open(orders: number, latencyMs: number): Promise<Vendor> {
    const child = fork(new URL('vendorProcess.ts', import.meta.url), [String(orders), String(latencyMs)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Maps and lists of hundreds of thousands go over at once.
      serialization: 'advanced',
    })
    return new Vendor(child, openingSchema.parse(await messageFrom(child)))
  }

  /** Asks one thing; the next is asked when it is answered. */
  async ask<Kind extends VendorRequest['kind']>(
    request: Extract<VendorRequest, { readonly kind: Kind }>,
  ): Promise<Answer<Kind>> {
    this.#process.send(request)
    const schema: z.ZodType = answerSchemas[request.kind]
    return schema.parse(await messageFrom(this.#process)) as Answer<Kind> // The schema is of this kind.
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.disconnect()
    await ended
  }
}

async function messageFrom(child: ChildProcess): Promise<unknown> {
  const left = new AbortController()
  const { signal } = left
  try {
    const message = once(child, 'message', { signal }).then(([first]: unknown[]) => first)
    const exit = once(child, 'exit', { signal }).then(() => {
      throw new Error('The process of the fake vendor ended by itself; its output is above.')
    })
    return await Promise.race([message, exit])
  } finally {
    left.abort()
  }
}

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { isTransportFault, type Faults, type TransportFault } from './faults.ts'
import { isWhole, received, respond, type FakeRequest } from './http.ts'

export interface FakeServerOptions {
  /** The vendor's clock, in milliseconds; the machine's by default. */
  readonly now?: () => number
  /** A free port by default. */
  readonly port?: number
  /** The time that each answer takes, in milliseconds. */
  readonly latencyMs?: number
}

/** A call that was answered, or not. */
export interface SeenCall<Code, Fault> {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: string
  /** The vendor's code; null where something else went wrong. */
  readonly code: Code | null
  /** The fault that a test asked for. */
  readonly fault: Fault | null
  /** The milliseconds by which it held up the caller, beyond an answer's usual time: a `Retry-After` counts whole. */
  readonly heldMs: number
}

/** An answer to be sent, and the vendor's code in it. */
export interface Answered<Code> {
  readonly status: number
  readonly code: Code
  readonly text: string
}

/** An HTTP server on this machine that stands in for a vendor: it notes its calls and fails as a test asks it to. */
export abstract class FakeServer<Fault extends { readonly kind: string }, Code> {
  abstract readonly faults: Faults<Fault | TransportFault>
  /** All calls, in the order in which they were answered. */
  readonly calls: SeenCall<Code, Fault | TransportFault>[] = []
  /** Asked before each answer: here records move between the pages of a list. */
  beforeAnswer: (request: FakeRequest) => void = () => {}
  /** The milliseconds by which its clock is ahead of `now`. */
  skewMs = 0
  /** The most calls that were under way at once. */
  mostAtOnce = 0
  readonly #options: FakeServerOptions
  readonly #server: Server
  #underWay = 0

  protected constructor(options: FakeServerOptions) {
    this.#options = options
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  /** The answer to a request, in spite of a fault or because of it. */
  protected abstract answer(request: FakeRequest, fault: Fault | TransportFault | null): Answered<Code>

  /** Tells whether a request asks for a page behind the first. */
  protected abstract isLaterPage(request: FakeRequest): boolean

  /** The host that it listens on. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo // it listens on a port
    return `http://127.0.0.1:${port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  protected async listen(): Promise<void> {
    this.#server.listen(this.#options.port ?? 0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  protected nowMs(): number {
    return (this.#options.now?.() ?? Date.now()) + this.skewMs
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#underWay += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay)
    try {
      const request = await received(message)
      if (this.#options.latencyMs !== undefined) await sleep(this.#options.latencyMs)
      this.beforeAnswer(request)
      const fault = this.faults.of(request.path, this.isLaterPage(request))
      const answered = this.answer(request, fault)
      const transport = fault !== null && isTransportFault(fault) ? fault : null
      const heldMs = await respond(response, answered, transport)
      const { method, path, query, body } = request
      const code = isWhole(transport) ? answered.code : null
      this.calls.push({ method, path, query: Object.fromEntries(query), body: body.toString(), code, fault, heldMs })
    } catch {
      // A caller that is gone, or a test that throws: there is nobody to answer.
      response.destroy()
    } finally {
      this.#underWay -= 1
    }
  }
}

/** A refusal as the API words it: its code, and the HTTP status beside it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: number
  readonly status: number
  constructor(code: number, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** "Overloaded with many meanings": whatever is wrong with a request's parameters. */
export const badRequest = (message: string): Refusal => new Refusal(36009004, message)

/** The envelope of every answer. */
export function envelopeOf(code: number, message: string, data: object, requestId: string): string {
  return JSON.stringify({ code, message, request_id: requestId, data })
}

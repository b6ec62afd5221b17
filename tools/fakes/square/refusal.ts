/** An error as the API words it. */
export interface ApiError {
  readonly category: string
  readonly code: string
  readonly detail?: string
  readonly field?: string
}

/** A refusal of a call: the HTTP status, and the errors of its body. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly errors: readonly ApiError[]
  constructor(status: number, errors: readonly ApiError[]) {
    super(errors[0]?.detail ?? errors[0]?.code)
    this.status = status
    this.errors = errors
  }
}

/** Something is wrong with a request's parameters. */
export function invalid(code: string, detail: string, field?: string): Refusal {
  return new Refusal(400, [
    { category: 'INVALID_REQUEST_ERROR', code, detail, ...(field !== undefined && field !== '' && { field }) },
  ])
}

export function notFound(what: string): Refusal {
  return new Refusal(404, [{ category: 'INVALID_REQUEST_ERROR', code: 'NOT_FOUND', detail: `${what} was not found.` }])
}

export function unauthorized(code: string, detail: string): Refusal {
  return new Refusal(401, [{ category: 'AUTHENTICATION_ERROR', code, detail }])
}

/** The category and the code that go with an HTTP status. */
const byStatus: Readonly<Record<number, readonly [category: string, code: string]>> = {
  401: ['AUTHENTICATION_ERROR', 'UNAUTHORIZED'],
  403: ['AUTHENTICATION_ERROR', 'INSUFFICIENT_SCOPES'],
  404: ['INVALID_REQUEST_ERROR', 'NOT_FOUND'],
  429: ['RATE_LIMIT_ERROR', 'RATE_LIMITED'],
  500: ['API_ERROR', 'INTERNAL_SERVER_ERROR'],
  502: ['API_ERROR', 'BAD_GATEWAY'],
  503: ['API_ERROR', 'SERVICE_UNAVAILABLE'],
  504: ['API_ERROR', 'GATEWAY_TIMEOUT'],
}

/** The refusal that goes with an HTTP status; 400 and an error inside a success take the general code. */
export function refusalOf(status: number, own: Partial<ApiError> = {}): Refusal {
  const [category, code] = byStatus[status] ?? ['INVALID_REQUEST_ERROR', 'BAD_REQUEST']
  return new Refusal(status, [{ category, code, detail: 'The call failed.', ...own }])
}

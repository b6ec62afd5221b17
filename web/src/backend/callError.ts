import { FunctionsError } from 'firebase/functions'

import { missingOrderSchema, type MissingOrder } from 'contract/api.ts'

/** What a reader can do about a failed call. */
export type CallFailure =
  | 'signed-out'
  | 'denied'
  /** The request is not one that the function takes: an old page, or a link made by hand. */
  | 'invalid'
  | 'not-found'
  /** Somebody else has changed what was to be changed. */
  | 'conflict'
  /** The store is too large for this question. */
  | 'too-much'
  /** Nothing answered, or not in time: worth trying again. */
  | 'unreachable'
  | 'failed'

const failures: Readonly<Record<string, CallFailure>> = {
  'functions/unauthenticated': 'signed-out',
  'functions/permission-denied': 'denied',
  'functions/invalid-argument': 'invalid',
  'functions/not-found': 'not-found',
  'functions/aborted': 'conflict',
  'functions/resource-exhausted': 'too-much',
  'functions/unavailable': 'unreachable',
  'functions/deadline-exceeded': 'unreachable',
  // The client says so, too, where no answer came at all.
  'functions/internal': 'unreachable',
}

export class CallError extends Error {
  override readonly name = 'CallError'
  readonly failure: CallFailure

  constructor(failure: CallFailure, message: string, cause: unknown) {
    super(message, { cause })
    this.failure = failure
  }

  /** Why an order is not there, as far as it is known; null for every other failure. */
  get missingOrder(): MissingOrder | null {
    return missingOrderSchema.safeParse(this.details).data ?? null
  }

  /** What the function told beside its message, for programs; undefined where it told nothing. */
  get details(): unknown {
    const { cause } = this
    return cause instanceof FunctionsError ? cause.details : undefined
  }

  /** Whether the same call may go through next time. */
  get isPassing(): boolean {
    return this.failure === 'unreachable'
  }
}

export function callErrorOf(error: unknown): CallError {
  if (error instanceof CallError) return error
  const failure = (error instanceof FunctionsError ? failures[error.code] : undefined) ?? 'failed'
  return new CallError(failure, messageOf(failure, error), error)
}

function messageOf(failure: CallFailure, error: unknown): string {
  switch (failure) {
    case 'signed-out':
      return 'You are signed out. Sign in again.'
    case 'denied':
      return 'This account may not see orders.'
    case 'unreachable':
      return 'The server could not be reached. Check your connection and try again.'
    case 'not-found':
      return 'There is no such thing here, or it was deleted.'
    // Of these the functions themselves say what to do.
    case 'invalid':
    case 'conflict':
    case 'too-much':
    case 'failed':
      return error instanceof Error ? error.message : 'Something went wrong. Try again.'
  }
}

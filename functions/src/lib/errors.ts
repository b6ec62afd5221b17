/** The caller's input is wrong. `field` names what to correct; the message quotes no value. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError'
  readonly field: string
  constructor(field: string, message: string) {
    super(`${field}: ${message}`)
    this.field = field
  }
}

/** A setting of this deployment cannot be used: only whoever deploys can help. `param` names it; the message says how. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
  readonly param: string
  constructor(param: string, problem: string) {
    super(`${param}: ${problem}`)
    this.param = param
  }
}

/** Thrown where no such thing exists. A callable sends `details` to its caller, for programs to read; they hold nothing personal. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError'
  readonly details: object | undefined
  constructor(message: string, details?: object) {
    super(message)
    this.details = details
  }
}

/**
 * Thrown where the caller has seen an older state than the present one: to write now would undo what somebody else did. The message says what to do. A
 * callable sends `details`, the present state, to its caller; they are in no log.
 */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
  readonly details: object | undefined
  constructor(message: string, details?: object) {
    super(message)
    this.details = details
  }
}

/** The address exists and takes another HTTP method. */
export class MethodNotAllowedError extends Error {
  override readonly name = 'MethodNotAllowedError'
}

/** Nobody proved who is calling. */
export class UnauthenticatedError extends Error {
  override readonly name = 'UnauthenticatedError'
}

/** The caller is known and may not do this. */
export class PermissionDeniedError extends Error {
  override readonly name = 'PermissionDeniedError'
}

/** Another run holds the pipeline's lease, or took it over: this one must stop and write nothing more (invariant 4). */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
}

/**
 * A source could not be read. `retryable` is false where only a person can help (configuration, permissions); `wasRetried` says that
 * whoever called the vendor has tried again already, so that nobody else does before the next run.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly retryable: boolean
  readonly wasRetried: boolean
  constructor(message: string, options: { retryable: boolean; wasRetried?: boolean; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.retryable = options.retryable
    this.wasRetried = options.wasRetried ?? false
  }
}

/** Something stored that this version of the code cannot read; the message says what to run. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError'
  /** True where a later version wrote it: then only that one may write it anew. Anything else a full run replaces. */
  readonly isNewer: boolean
  constructor(message: string, { isNewer = false, cause }: { isNewer?: boolean; cause?: unknown } = {}) {
    super(message, { cause })
    this.isNewer = isNewer
  }
}

/** Tells whether an error says that something stored is damaged, so that a full run has to write it anew. */
export function isDamage(error: unknown): error is EncodingError {
  return error instanceof EncodingError && !error.isNewer
}

/** A run stopped itself because going on could destroy data; the message says what an operator can do. */
export class RunStoppedError extends Error {
  override readonly name = 'RunStoppedError'
  /** The kind of alert that it is raised as. */
  readonly alert: string
  constructor(alert: string, message: string) {
    super(message)
    this.alert = alert
  }
}

/** The request is right and takes more than this deployment allows; the message says how to ask for less. */
export class ResourceExhaustedError extends Error {
  override readonly name = 'ResourceExhaustedError'
}

/** A run is under way, and what was asked for has to wait until it has ended. */
export class LeaseHeldError extends Error {
  override readonly name = 'LeaseHeldError'
}

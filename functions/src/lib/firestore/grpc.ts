/** The gRPC status codes that code here decides by (https://grpc.io/docs/guides/status-codes/). */
export const grpcStatus = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  internal: 13,
  unavailable: 14,
} as const

/** The statuses of gRPC end here; HTTP's begin far above. */
const lastStatus = 16

/** The gRPC status of an error of Google's clients, or undefined. A DOMException has numeric codes of its own. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || error instanceof DOMException || !('code' in error)) return undefined
  const { code } = error
  return typeof code === 'number' && Number.isInteger(code) && code > 0 && code <= lastStatus ? code : undefined
}

const passing: ReadonlySet<number | undefined> = new Set([
  grpcStatus.cancelled,
  grpcStatus.unknown,
  grpcStatus.deadlineExceeded,
  grpcStatus.resourceExhausted,
  grpcStatus.aborted,
  grpcStatus.internal,
  grpcStatus.unavailable,
])

/** Whether the same call may succeed later; for a write, whether its outcome is unknown. */
export function isPassing(error: unknown): boolean {
  return passing.has(statusOf(error))
}

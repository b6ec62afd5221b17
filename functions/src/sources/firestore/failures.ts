import { SourceError } from '../../lib/errors.ts'
import { grpcStatus, isPassing, statusOf } from '../../lib/grpc.ts'

const permissionDenied = 7
const unauthenticated = 16
const invalidArgument = 3

/** Runs one request to Firestore; what it throws becomes a SourceError that says what to do. Nothing is retried here. */
export async function reading<T>(collection: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    throw sourceErrorOf(collection, error)
  }
}

/** A failed request as a SourceError: retryable where the same request may succeed later. */
export function sourceErrorOf(collection: string, cause: unknown): SourceError {
  const retryable = isPassing(cause) || isOutdatedRead(cause)
  const advice = retryable ? 'This passes: the next attempt goes on where this one stopped.' : adviceFor(statusOf(cause))
  return new SourceError(`The Firestore collection "${collection}" could not be read. ${advice}`, { retryable, cause })
}

/** A stream that was read too slowly for its snapshot (https://github.com/googleapis/google-cloud-node/issues/7468). */
function isOutdatedRead(cause: unknown): boolean {
  return (
    statusOf(cause) === grpcStatus.failedPrecondition &&
    cause instanceof Error &&
    cause.message.includes('snapshot version is too old')
  )
}

function adviceFor(status: number | undefined): string {
  switch (status) {
    case permissionDenied:
    case unauthenticated:
      return 'Give the service account that the functions run as the role "Cloud Datastore User" in this project.'
    case grpcStatus.failedPrecondition:
      return 'An index is missing: creation and change time need their single-field indexes, ascending and descending.'
    case grpcStatus.notFound:
      return 'The database does not exist: create it, or correct the project and the database id.'
    case invalidArgument:
      return 'Firestore does not understand the query: check the names of the collection and of the time fields.'
    default:
      return 'The cause says why.'
  }
}

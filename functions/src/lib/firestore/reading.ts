import { SourceError } from '../errors.ts'
import { grpcStatus, isPassing, statusOf } from './grpc.ts'

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
  const advice = retryable
    ? 'This passes: the next attempt goes on where this one stopped.'
    : (adviceFor.get(statusOf(cause)) ?? 'The cause says why.')
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

const denied = 'Give the service account that the functions run as the role "Cloud Datastore User" in this project.'
const adviceFor: ReadonlyMap<number | undefined, string> = new Map([
  [
    grpcStatus.failedPrecondition,
    'An index is missing: "npm run indexes -- show" prints those that the settings need; merge and deploy them.',
  ],
  [grpcStatus.notFound, 'The database does not exist: create it, or correct the project and the database id.'],
  // INVALID_ARGUMENT, PERMISSION_DENIED and UNAUTHENTICATED
  [3, 'Firestore does not understand the query: check the names of the collection and of the time fields.'],
  [7, denied],
  [16, denied],
])

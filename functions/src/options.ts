import { database, region, sourceSecrets, webhookSecrets } from './params.ts'

/*
 * Each limit lies below the next (seconds): a run stops by itself, then its function is stopped, then the scheduler gives
 * up waiting, and only then may somebody else take the lease.
 */
export const runSeconds = {
  incremental: { soft: 480, timeout: 540, attempt: 600, lease: 660 },
  full: { soft: 1_500, timeout: 1_800, attempt: 1_800, lease: 1_860 },
} as const

/** Calls that run a sync: long, and few at a time. */
export const syncOptions = {
  region,
  secrets: sourceSecrets,
  timeoutSeconds: runSeconds.incremental.timeout,
  memory: '1GiB',
  maxInstances: 5,
  concurrency: 10,
  // Everybody reaches the function and the code decides: behind IAM the token's signature would be stripped.
  invoker: 'public',
} as const

/** Calls that read: short, and many at a time. */
export const readOptions = {
  region,
  timeoutSeconds: 60,
  memory: '1GiB',
  maxInstances: 20,
  concurrency: 80,
  invoker: 'public',
} as const

/** Calls by which an admin writes: short and rare. */
export const editOptions = {
  region,
  timeoutSeconds: 60,
  memory: '1GiB',
  maxInstances: 5,
  concurrency: 20,
  invoker: 'public',
} as const

/** Events of the shop's own writes: short, and many at a time; tried again for a day. */
export const eventOptions = {
  region,
  database,
  timeoutSeconds: 60,
  memory: '512MiB',
  maxInstances: 20,
  concurrency: 80,
  retry: true,
} as const

/** Notifications of vendors, who give up after three seconds. A body that is sent slowly or is too long costs no other function memory. */
export const webhookOptions = {
  region,
  secrets: webhookSecrets,
  timeoutSeconds: 30,
  memory: '512MiB',
  maxInstances: 10,
  concurrency: 80,
  // Everybody reaches the function and the signature decides.
  invoker: 'public',
} as const

/** A run that was asked for. */
export const requestedRunOptions = {
  region,
  secrets: sourceSecrets,
  timeoutSeconds: runSeconds.incremental.timeout,
  memory: '1GiB',
  maxInstances: 5,
  // Of several for one pipeline one works, and the others find its lease.
  concurrency: 10,
  retryConfig: { maxAttempts: 20, minBackoffSeconds: 10, maxBackoffSeconds: 300 },
  rateLimits: { maxConcurrentDispatches: 5 },
} as const

/** Calls that send every order there is: as long as a slow reader may take, and few at a time, for each is at work throughout. */
export const exportOptions = {
  region,
  timeoutSeconds: 1_800,
  memory: '1GiB',
  maxInstances: 5,
  concurrency: 4,
  invoker: 'public',
} as const

/** The full run's task. Cloud Tasks calls it, nobody else may. */
export const taskOptions = {
  region,
  secrets: sourceSecrets,
  timeoutSeconds: runSeconds.full.timeout,
  memory: '2GiB',
  maxInstances: 5,
  retryConfig: { maxAttempts: 5, minBackoffSeconds: 10, maxBackoffSeconds: 300 },
  rateLimits: { maxConcurrentDispatches: 5 },
} as const

import { createRequire } from 'node:module'

import type * as GrpcModule from '@grpc/grpc-js'

import {
  connectScheduler,
  type SchedulerClient,
  type SchedulerClientOptions,
} from '../../functions/src/lib/scheduler/schedulerClient.ts'
import type { ScheduleSettings } from './settings.ts'

/** A client of Cloud Scheduler, or of the server at `settings.endpoint`. Throws where there are no credentials. */
export function connect({ endpoint }: Pick<ScheduleSettings, 'endpoint'>): Promise<SchedulerClient> {
  return connectScheduler(endpoint === null ? {} : withoutCredentials(endpoint))
}

function withoutCredentials({ host, port }: NonNullable<ScheduleSettings['endpoint']>): SchedulerClientOptions {
  // The client is that of the functions, which are a package of their own, and takes its own package's credentials only.
  const require = createRequire(new URL('../../functions/package.json', import.meta.url))
  const { credentials } = require('@grpc/grpc-js') as typeof GrpcModule // `require` returns any.
  // With the universe given, nothing is left to ask Google's metadata server for.
  const clientOptions = { universeDomain: 'googleapis.com' }
  return { apiEndpoint: host, port, sslCreds: credentials.createInsecure(), clientOptions }
}

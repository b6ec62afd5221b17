import { protos } from '@google-cloud/scheduler'
import { Server, ServerCredentials, status as codes, type handleUnaryCall, type MethodDefinition } from '@grpc/grpc-js'

import { attempt } from './cloudScheduler/attempt.ts'
import { checkParent, completed, planned, RpcError, timestamp, withMask, type Job } from './cloudScheduler/job.ts'
import type { GoogleIdentity } from './googleIdentity.ts'

const v1 = protos.google.cloud.scheduler.v1
const { State } = v1.Job
const servicePath = '/google.cloud.scheduler.v1.CloudScheduler'

export interface FakeCloudScheduler {
  /** HOST:PORT, for a client without credentials. */
  readonly endpoint: string
  /** The jobs by name, as the API would return them. */
  readonly jobs: ReadonlyMap<string, Job>
  /** The methods called so far, in order. */
  readonly calls: readonly string[]
  /** Answers the next call of `method` with an error; 'after' carries the call out first, so that its answer is lost. */
  failNext(method: Method, code: number, message: string, when?: 'before' | 'after'): void
  /** Resolves when every attempt that RunJob has started is over. */
  attemptsEnded(): Promise<void>
  stop(): Promise<void>
}

/**
 * Cloud Scheduler's gRPC service on this machine. It keeps jobs, checks them as Google's does, and on RunJob makes the
 * job's HTTP request with an identity token; it never starts a job by its schedule.
 */
export async function startCloudScheduler(identity: GoogleIdentity): Promise<FakeCloudScheduler> {
  const jobs = new Map<string, Job>()
  const running = new Set<Promise<void>>()
  const calls: Method[] = []
  const failures = new Map<Method, Failure>()
  const methods = methodsOf(jobs, (job) => {
    const ended = runAttempt(jobs, job, identity).finally(() => running.delete(ended))
    running.add(ended)
  })
  const server = new Server()
  for (const [method, act] of Object.entries(methods) as [Method, Act][]) {
    // Object.entries widens the keys, hence the cast.
    const handle = answering(act, () => {
      calls.push(method)
      const failure = failures.get(method)
      failures.delete(method)
      return failure
    })
    server.addService({ [method]: definitionOf(method) }, { [method]: handle })
  }
  return {
    endpoint: `127.0.0.1:${await listen(server)}`,
    jobs,
    calls,
    failNext: (method, code, message, when = 'before') => {
      failures.set(method, { error: new RpcError(code, message), when })
    },
    attemptsEnded: async () => {
      await Promise.all(running)
    },
    stop: async () => server.forceShutdown(),
  }
}

/** A method from the request's bytes to the response's. */
type Act = (request: Buffer) => Buffer

interface Failure {
  readonly error: RpcError
  readonly when: 'before' | 'after'
}

/** The method as gRPC calls it; `begin` is told of each call and may say how it fails. */
function answering(act: Act, begin: () => Failure | undefined): handleUnaryCall<Buffer, Buffer> {
  return ({ request }, callback) => {
    const failure = begin()
    try {
      if (failure?.when === 'before') throw failure.error
      const response = act(request)
      if (failure) throw failure.error
      callback(null, response)
    } catch (error) {
      callback(error instanceof RpcError ? error : { code: codes.INTERNAL, message: String(error) })
    }
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    )
  })
}

type Method = keyof ReturnType<typeof methodsOf>

/** What each method does, from the request's bytes to the response's. */
function methodsOf(jobs: Map<string, Job>, start: (job: Job) => void) {
  const find = (name: string): Job => {
    const job = jobs.get(name)
    if (!job) throw new RpcError(codes.NOT_FOUND, 'Job not found.')
    return job
  }
  const put = (job: Job): Job => {
    jobs.set(job.name ?? '', job)
    return job
  }
  const switchState = (
    name: string,
    from: protos.google.cloud.scheduler.v1.Job.State,
    to: protos.google.cloud.scheduler.v1.Job.State,
  ): Job => {
    const job = find(name)
    if (job.state !== from) throw new RpcError(codes.FAILED_PRECONDITION, `Job must be ${State[from]}.`)
    return put(planned({ ...job, state: to }))
  }
  return {
    CreateJob: rpc(v1.CreateJobRequest, v1.Job, ({ parent, job }) => {
      checkParent(parent)
      const created = completed({
        ...job,
        name: job?.name || `${parent}/jobs/${crypto.randomUUID()}`,
        state: State.ENABLED,
      })
      if (!created.name?.startsWith(`${parent}/`))
        throw new RpcError(codes.INVALID_ARGUMENT, 'Job name must be in parent.')
      if (jobs.has(created.name)) throw new RpcError(codes.ALREADY_EXISTS, `Job [${created.name}] already exists.`)
      return put(created)
    }),
    UpdateJob: rpc(v1.UpdateJobRequest, v1.Job, ({ job, updateMask }) =>
      put(completed(withMask(find(job?.name ?? ''), job ?? {}, updateMask?.paths ?? []))),
    ),
    GetJob: rpc(v1.GetJobRequest, v1.Job, ({ name }) => {
      checkParent(name.replace(/\/jobs\/[^/]*$/, ''))
      return find(name)
    }),
    ListJobs: rpc(v1.ListJobsRequest, v1.ListJobsResponse, ({ parent, pageSize, pageToken }) => {
      checkParent(parent)
      const all = [...jobs.values()].filter(({ name }) => name?.startsWith(`${parent}/jobs/`))
      const first = Number(pageToken || 0)
      const next = first + (pageSize || 500)
      return { jobs: all.slice(first, next), nextPageToken: next < all.length ? String(next) : '' }
    }),
    DeleteJob: rpc(v1.DeleteJobRequest, protos.google.protobuf.Empty, ({ name }) => {
      find(name)
      jobs.delete(name)
      return {}
    }),
    PauseJob: rpc(v1.PauseJobRequest, v1.Job, ({ name }) => switchState(name, State.ENABLED, State.PAUSED)),
    ResumeJob: rpc(v1.ResumeJobRequest, v1.Job, ({ name }) => switchState(name, State.PAUSED, State.ENABLED)),
    RunJob: rpc(v1.RunJobRequest, v1.Job, ({ name }) => {
      start(find(name))
      return find(name)
    }),
  }
}

/** A method over bytes, so that methods of different messages share one type. */
function rpc<Request, Response>(
  request: { decode(bytes: Uint8Array): Request },
  response: { encode(message: Response): { finish(): Uint8Array } },
  act: (request: Request) => Response,
): Act {
  return (bytes) => Buffer.from(response.encode(act(request.decode(bytes))).finish())
}

const same = (bytes: Buffer): Buffer => bytes

function definitionOf(method: Method): MethodDefinition<Buffer, Buffer> {
  return {
    path: `${servicePath}/${method}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  }
}

/** Makes the job's request and records how it ended on the job as it is by then. */
async function runAttempt(jobs: Map<string, Job>, job: Job, identity: GoogleIdentity): Promise<void> {
  const name = job.name ?? ''
  const lastAttemptTime = timestamp(Date.now())
  const deadlineMs = Number(job.attemptDeadline?.seconds ?? 180) * 1_000
  const status = await attempt(name, job.httpTarget ?? {}, deadlineMs, identity)
  const current = jobs.get(name)
  if (current) jobs.set(name, { ...current, status, lastAttemptTime })
}

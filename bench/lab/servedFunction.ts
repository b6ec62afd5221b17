import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

import { z } from 'zod'

const framework = createRequire(import.meta.url).resolve('@google-cloud/functions-framework')
const program = fileURLToPath(new URL('main.js', `file://${framework}`))
const beforeAll = new URL('instance.js', import.meta.url)

/** Functions as they are deployed, and where their callers are known. */
export interface Deployment {
  /** Holds the package.json whose `main` exports the functions. */
  readonly folder: string
  readonly projectId: string
  /** The local port that serves the certificates by which callers' tokens are verified. */
  readonly certificatesPort: number
  /** An ID token of the project. */
  readonly token: string
}

export interface ServedFunction {
  /** Calls the function by the callable protocol and returns its result. Throws an error that repeats any other answer. */
  call(data: unknown): Promise<unknown>
  stop(): Promise<void>
}

/**
 * Starts an instance of one function as Cloud Functions does: Google's framework, in a process of its own with the environment of
 * production, loads the folder's main file and serves the function. Tokens are verified as in production.
 */
export async function serveFunction(
  { folder, projectId, certificatesPort, token }: Deployment,
  name: string,
): Promise<ServedFunction> {
  const child = fork(program, [], {
    execArgv: ['--import', beforeAll.href],
    env: {
      ...process.env,
      FUNCTION_SOURCE: folder,
      FUNCTION_TARGET: name,
      FUNCTION_SIGNATURE_TYPE: 'http',
      PORT: '0',
      NODE_ENV: 'production',
      GCLOUD_PROJECT: projectId,
      FIREBASE_CONFIG: JSON.stringify({ projectId }),
      CERTIFICATES_PORT: String(certificatesPort),
      // The day's clock is a virtual one, so the cache looks old: nobody may ask for a run, for no Cloud Tasks is here.
      REVALIDATE_AFTER_MINUTES: '0',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const port = await portOf(child)
  return {
    call: async (data) => {
      const response = await fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify({ data }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${name} was answered with ${response.status}: ${text.slice(0, 200)}`)
      return (JSON.parse(text) as { result: unknown }).result // The callable protocol's envelope.
    },
    stop: async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : null
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  const outcome = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)])
  if (outcome === null) throw new Error('An instance of the functions did not start; its output is above.')
  return z.object({ port: z.int() }).parse(outcome[0]).port
}

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

import { z } from 'zod'

import type { ListOrdersResponse } from '../../functions/src/model/api.ts'
import { startFirebaseIdentity } from '../../scripts/local/firebaseIdentity.ts'
import { pageSize } from '../contestant.ts'
import { instanceEnv } from '../tidemark/instance.ts'
import type { Latency } from '../results.ts'
import { pageKinds, pagesBefore, questions, type QuestionKind } from './kinds.ts'
import { latencyOf, sample, type Sampling } from './samples.ts'

interface Call {
  readonly name: 'listOrders' | 'orderStats'
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Times the callable functions over HTTP with an admin's token: warm, and cold, from the start of an instance's process to
 * its first answer. The functions must have been built. `kinds` are those that the functions can answer.
 */
export async function timeOverHttp(
  projectId: string,
  kinds: readonly QuestionKind[],
  sampling: { readonly warm: Sampling; readonly cold: Sampling },
): Promise<Partial<Record<QuestionKind, Latency>>> {
  const identity = await startFirebaseIdentity(projectId)
  const token = identity.token({ admin: true })
  const open = (name: Call['name']): Promise<Instance> => openInstance(projectId, identity.port, name, token)
  try {
    const calls = await callsOf(kinds, await open('listOrders'))
    const latency: Partial<Record<QuestionKind, Latency>> = {}
    for (const [kind, call] of calls) {
      const warm = await open(call.name)
      await warm.call(call)
      const warmMs = await sample(sampling.warm, () => warm.call(call))
      await warm.stop()
      const coldMs = await sample(sampling.cold, async () => {
        const cold = await open(call.name)
        await cold.call(call)
        // Asked to end, not waited for.
        void cold.stop()
      })
      latency[kind] = latencyOf(warmMs, coldMs)
    }
    return latency
  } finally {
    await identity.stop()
  }
}

interface Instance {
  call(call: Call): Promise<unknown>
  stop(): Promise<void>
}

async function openInstance(
  projectId: string,
  certificatesPort: number,
  name: string,
  token: string,
): Promise<Instance> {
  const child = fork(new URL('instance.ts', import.meta.url), [projectId, String(certificatesPort), name], {
    env: { ...process.env, ...instanceEnv },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const port = await portOf(child)
  return {
    call: async ({ data }) => {
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

/** What to call for each kind; pages are turned on an instance that is not measured. */
async function callsOf(kinds: readonly QuestionKind[], turning: Instance): Promise<Map<QuestionKind, Call>> {
  const calls = new Map<QuestionKind, Call>()
  for (const kind of pageKinds) {
    const data = { ...questions[kind].request, limit: pageSize }
    let cursor: string | undefined
    for (let i = 0; i < pagesBefore[kind]; i++) {
      const page = (await turning.call({ name: 'listOrders', data: { ...data, cursor } })) as ListOrdersResponse // Our own function's.
      cursor = page.nextCursor ?? undefined
    }
    calls.set(kind, { name: 'listOrders', data: { ...data, ...(cursor !== undefined && { cursor }) } })
  }
  calls.set('facets', { name: 'listOrders', data: { facets: true, limit: 1 } })
  calls.set('statsByDay', { name: 'orderStats', data: { by: 'day' } })
  await turning.stop()
  return new Map([...calls].filter(([kind]) => kinds.includes(kind)))
}

import type { ListOrdersResponse } from '../../functions/src/contract/api.ts'
import { startFirebaseIdentity } from '../../tools/local/firebaseIdentity.ts'
import { functionsFolder } from '../../cli/functionsEnv.ts'
import { pageSize } from '../contestant.ts'
import { serveFunction, type ServedFunction } from '../lab/servedFunction.ts'
import type { Latency } from '../results.ts'
import { pageKinds, pagesBefore, questionKinds, questionOf, type QuestionKind } from './kinds.ts'
import { latencyOf, sample, type Sampling } from './samples.ts'

interface Call {
  readonly name: 'listOrders' | 'orderStats'
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Times the callable functions over HTTP with an admin's token: warm, and cold, from the start of an instance's process to
 * its first answer. The functions must have been built.
 */
export async function timeOverHttp(
  projectId: string,
  sampling: { readonly warm: Sampling; readonly cold: Sampling },
): Promise<Record<QuestionKind, Latency>> {
  const identity = await startFirebaseIdentity(projectId)
  const token = identity.token({ admin: true })
  const deployment = { folder: functionsFolder, projectId, certificatesPort: identity.port, token }
  const open = (name: Call['name']): Promise<ServedFunction> => serveFunction(deployment, name)
  try {
    const callOf = await callsBehind(await open('listOrders'))
    const latency: Partial<Record<QuestionKind, Latency>> = {}
    for (const kind of questionKinds) {
      let instance = noInstance
      const coldMs = await sample(
        sampling.cold,
        async (i) => {
          const call = callOf(kind, i)
          instance = await open(call.name)
          await instance.call(call.data)
        },
        () => instance.stop(),
      )
      // What the last of them answers from now on is warm. The numbers go on, so that no search is asked twice.
      const warmMs = await sample(sampling.warm, (i) => instance.call(callOf(kind, coldMs.length + i).data))
      await instance.stop()
      latency[kind] = latencyOf(warmMs, coldMs)
    }
    return latency as Record<QuestionKind, Latency> // Every kind is in it by now.
  } finally {
    await identity.stop()
  }
}

const noInstance: ServedFunction = {
  call: () => Promise.reject(new Error('No instance is open.')),
  stop: async () => {},
}

/** What to call for the i-th answer of each kind; pages are turned on an instance that is not measured. */
async function callsBehind(turning: ServedFunction): Promise<(kind: QuestionKind, i: number) => Call> {
  const cursors = new Map<QuestionKind, string>()
  for (const kind of pageKinds) {
    const data = { ...questionOf(kind, 0).request, limit: pageSize }
    for (let turned = 0; turned < pagesBefore[kind]; turned++) {
      const call: Call = { name: 'listOrders', data: { ...data, cursor: cursors.get(kind) } }
      const { nextCursor } = (await turning.call(call.data)) as ListOrdersResponse // Our own function's.
      if (nextCursor !== null) cursors.set(kind, nextCursor)
    }
  }
  await turning.stop()
  return (kind, i) => {
    if (kind === 'facets') return { name: 'listOrders', data: { facets: true, limit: 1 } }
    if (kind === 'statsByDay') return { name: 'orderStats', data: { by: 'day' } }
    // A cursor that is not there is left out of the JSON.
    return { name: 'listOrders', data: { ...questionOf(kind, i).request, limit: pageSize, cursor: cursors.get(kind) } }
  }
}

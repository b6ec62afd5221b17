import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { z } from 'zod'

import { projectRoot } from '../../cli/paths.ts'
import { startFirebaseIdentity, type FirebaseIdentity } from '../../tools/local/firebaseIdentity.ts'
import { connect, freshProject } from '../lab/databases.ts'
import { serveFunction, type Deployment } from '../lab/servedFunction.ts'
import { median, timed } from '../lab/timing.ts'
import { Checkout } from './checkout.ts'
import { coldQuestions, requestOf, type ColdQuestion } from './questions.ts'
import type { ColdAnswer, ColdAnswers, ColdFigures } from './results.ts'

export interface ColdPlan {
  /** Orders in the shop that is asked. */
  readonly orders: number
  /** New instances for each figure. */
  readonly rounds: number
  /** The folder of another copy of the project, with its packages installed; null: only this one is measured. */
  readonly before: string | null
}

/** A request that is timed as the first of new instances: of which function it is, what it sends, and the times so far in milliseconds. */
interface Start {
  readonly deployment: Deployment
  readonly name: string
  readonly data: unknown
  /** Throws where the answer is not the one that was asked for. */
  readonly check: (answer: unknown) => void
  readonly reads: number
  readonly ms: number[]
}

const listSchema = z.object({ orders: z.array(z.object({ orderNumber: z.string().nullable() })).min(1) })

/**
 * Times the first answers of new instances on the emulator that is connected: of `listOrders`, and of a callable that does nothing but
 * return a document. All take turns, so that a machine that slows down meanwhile slows all of them.
 */
export async function measureCold(
  { orders, rounds, before }: ColdPlan,
  onProgress: (what: string) => void,
): Promise<ColdFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bare-'))
  const identities: FirebaseIdentity[] = []
  const deploymentIn = async (where: string, projectId: string): Promise<Deployment> => {
    const identity = await startFirebaseIdentity(projectId)
    identities.push(identity)
    return { folder: where, projectId, certificatesPort: identity.port, token: identity.token({ admin: true }) }
  }
  const startsIn = async (root: string, name: string): Promise<Record<ColdQuestion, Start>> => {
    onProgress(`the functions and the cache of ${name}`)
    const checkout = new Checkout(root, freshProject())
    await checkout.build()
    await checkout.fill(orders)
    const deployment = await deploymentIn(join(root, 'functions'), checkout.projectId)
    const entries = await Promise.all(
      coldQuestions.map(
        async (question) => [question, await listStart(checkout, deployment, question, orders)] as const,
      ),
    )
    return Object.fromEntries(entries) as Record<ColdQuestion, Start> // One for each question.
  }
  try {
    const bare = await bareStart(folder, await deploymentIn(folder, freshProject()))
    const now = await startsIn(projectRoot, 'this copy')
    const then = before === null ? null : await startsIn(before, 'the other copy')
    const starts = [bare, ...Object.values(now), ...Object.values(then ?? {})]
    // The first instances also bring files into the machine's memory, and the emulator up to its speed.
    for (const start of starts) await firstAnswer(start)
    for (let i = 0; i < rounds; i++) {
      onProgress(`round ${i + 1} of ${rounds}`)
      for (const start of starts) start.ms.push(await firstAnswer(start))
    }
    return { orders, rounds, bare: answerOf(bare), now: answersOf(now), before: then && answersOf(then) }
  } finally {
    await Promise.all(identities.map((identity) => identity.stop()))
    rmSync(folder, { recursive: true })
  }
}

/** Milliseconds from the start of an instance's process to the end of its first answer. */
async function firstAnswer({ deployment, name, data, check }: Start): Promise<number> {
  const { ms, value } = await timed(async () => {
    const instance = await serveFunction(deployment, name)
    return { instance, answer: await instance.call(data) }
  })
  await value.instance.stop()
  check(value.answer)
  return ms
}

/** The bare function, beside the same packages as ours, and the document that it returns. */
async function bareStart(folder: string, deployment: Deployment): Promise<Start> {
  copyFileSync(new URL('bareFunction.cjs', import.meta.url), join(folder, 'index.js'))
  writeFileSync(join(folder, 'package.json'), '{"main":"index.js"}')
  symlinkSync(join(projectRoot, 'functions/node_modules'), join(folder, 'node_modules'), 'junction')
  const db = connect(deployment.projectId)
  const order = {
    orderId: '#10001',
    status: 'PENDING',
    totalAmount: 12.5,
    currency: 'USD',
    timestamp: 1_790_000_000_000,
  }
  await db.doc('orders/first').set(order)
  await db.terminate()
  const check = (answer: unknown): void => void z.object({ orderId: z.literal(order.orderId) }).parse(answer)
  return { deployment, name: 'getOrder', data: { id: 'first' }, check, reads: 1, ms: [] }
}

async function listStart(
  checkout: Checkout,
  deployment: Deployment,
  question: ColdQuestion,
  orders: number,
): Promise<Start> {
  const data = requestOf(question, orders)
  const reads = await checkout.readsOf(question, orders)
  const check = (answer: unknown): void => {
    const found = listSchema.parse(answer).orders
    if (question === 'orderNumber' && (found.length !== 1 || found[0]?.orderNumber !== data.filter?.search))
      throw new Error('A cold search of an order number found something else.')
  }
  return { deployment, name: 'listOrders', data, check, reads, ms: [] }
}

function answerOf({ ms, reads }: Start): ColdAnswer {
  return { medianMs: median(ms), leastMs: Math.min(...ms), mostMs: Math.max(...ms), reads }
}

function answersOf(starts: Readonly<Record<ColdQuestion, Start>>): ColdAnswers {
  return {
    firstPage: answerOf(starts.firstPage),
    search: answerOf(starts.search),
    orderNumber: answerOf(starts.orderNumber),
  }
}

import { onRequest, type HttpsFunction, type Request } from 'firebase-functions/https'
import type { Response } from 'express'

import type { Entry } from '../deps.ts'
import { InvalidInputError, NotFoundError, UnauthenticatedError } from '../lib/errors.ts'
import type { Logger } from '../lib/logger.ts'
import type { Vendor } from '../model/connection.ts'
import type { WebhookHandler } from '../model/webhook.ts'
import { webhookOptions } from '../options.ts'
import { receive, type Received } from '../sync/webhooks/receive.ts'
import { answerFor } from './errorAnswers.ts'
import { assertMethod } from './respond.ts'

/** Notifications have a few hundred bytes. */
const bodyBytes = 64 * 1024

/** The result of a request to a source that is on. */
type Outcome = Received | 'unreadable' | 'refused'

/**
 * `POST /webhooks/SOURCE`: the notifications of vendors, whose signature is all that lets them in. Nothing is read or written before it
 * is checked. What nobody here needs is answered 200, for the vendor would send it again.
 */
export const createWebhooks = ({ getAccess, getDeps }: Entry): HttpsFunction => {
  const counted = counter()
  return onRequest(webhookOptions, async (request, response) => {
    response.set('Cache-Control', 'no-store')
    const { webhookHandlers, logger } = getAccess()
    try {
      const rawBody = bodyOf(request)
      const handler = handlerOf(webhookHandlers, request.path)
      assertSigned(handler, rawBody, request, response, () => counted(logger, handler.source, 'refused'))
      const notification = handler.read(rawBody)
      const outcome = notification === null ? 'unreadable' : await receive(getDeps(), handler.source, notification)
      counted(logger, handler.source, outcome)
      response.status(200).json({ received: true })
    } catch (error) {
      const { status, code, message } = answerFor(error, logger)
      response.status(status).json({ error: { code, message } })
    }
  })
}

/** The bytes as they came; throws an InvalidInputError where there are too many. */
function bodyOf(request: Request): Uint8Array {
  // Undefined, whatever its type says, where nothing was sent.
  const sent: Buffer | undefined = request.rawBody
  if ((sent?.length ?? 0) > bodyBytes) throw new InvalidInputError('body', `must be at most ${bodyBytes} bytes long`)
  return sent ?? new Uint8Array()
}

/** The source that the path ends with: the function's own address leaves its name out, and Hosting's does not. */
function handlerOf(handlers: readonly WebhookHandler[], path: string): WebhookHandler {
  const [, name] = /^(?:\/api\/webhooks)?\/(\w+)\/?$/.exec(path) ?? []
  const handler = handlers.find(({ source }) => source === name)
  if (handler === undefined) throw new NotFoundError('No source that is on has this address.')
  return handler
}

function assertSigned(
  handler: WebhookHandler,
  rawBody: Uint8Array,
  request: Request,
  response: Response,
  refused: () => void,
): void {
  assertMethod(request, response, 'POST')
  if (!request.is('application/json')) throw new InvalidInputError('body', 'must be JSON, of type application/json')
  if (handler.verify(rawBody, request.headers)) return
  refused()
  throw new UnauthenticatedError('The signature is not that of this body.')
}

/**
 * Counts the outcomes of this instance, and logs those that nobody else tells of: never what came. Of requests that nobody signed a
 * line for each doubling: a flood of them is no flood of lines.
 */
function counter(): (logger: Logger, source: Vendor, outcome: Outcome) => void {
  const counts = new Map<string, number>()
  return (logger, source, outcome) => {
    const key = `${source} ${outcome}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    const line = [`[WEBHOOKS] ${source}: ${outcome}`, { source, outcome, count }] as const
    if (outcome === 'refused') {
      if (Number.isInteger(Math.log2(count))) logger.warn(...line)
    } else if (outcome !== 'reported') logger.info(...line)
  }
}

import { z } from 'zod'

import type { HttpAnswer, HttpRequest } from '../../lib/http.ts'
import { jsonOf, quoted } from '../vendor/answers.ts'
import type { ApiCall, CallApi, Credentials, Reading } from '../vendor/api.ts'
import { createCalls, type CallOptions } from '../vendor/calls.ts'
import { isObject } from '../vendor/fields.ts'
import { adviceFor, meaningOf, type ApiError } from './codes.ts'

/** The version of the API that requests and answers are written for; without it an app's default version would count. */
export const apiVersion = '2026-09-16'

/** The vendor's name for people. */
export const vendorName = 'Square'

export interface ClientOptions extends CallOptions<Credentials> {
  readonly baseUrl: string
}

/** Makes calls for one merchant. Throws a VendorError. */
export function createClient(options: ClientOptions): CallApi {
  return createCalls(
    {
      name: vendorName,
      holder: '',
      requestOf: (call, access) => requestOf(options.baseUrl, call, access),
      read: (answer, _request, { accessToken }) => read(answer, accessToken),
    },
    options,
  )
}

function requestOf(baseUrl: string, { method, path, query, body }: ApiCall<unknown>, access: Credentials): HttpRequest {
  const url = new URL(path, baseUrl)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  return {
    method,
    url,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${access.accessToken}`,
      'square-version': apiVersion,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
}

const text = z.string().catch('')
const errorsSchema = z.object({ errors: z.array(z.object({ category: text, code: text, detail: text })).min(1) })

/** Errors inside a success are errors, and an answer that is no JSON object is none that came whole. */
function read({ status, text: body }: HttpAnswer, accessToken: string): Reading {
  const content = jsonOf(body)
  const error = errorsSchema.safeParse(content).data?.errors[0] ?? null
  const meaning = meaningOf(status, error)
  if (meaning === 'success' && isObject(content)) return { meaning, data: content }
  if (meaning === 'success')
    return { meaning: 'passing', what: 'sent an answer that is cut short or no JSON', code: null }
  if (error === null) return { meaning, what: `answered with HTTP status ${status}`, code: null }
  return { meaning, what: refusalIn(status, error, accessToken), code: error.code }
}

function refusalIn(status: number, { code, detail }: ApiError, accessToken: string): string {
  const advice = adviceFor(code)
  const words = `answered with ${code === '' ? 'an error' : quoted(code, [])} and HTTP status ${status}: "${quoted(detail, [accessToken])}"`
  return advice === undefined ? words : `${words}; ${advice}`
}

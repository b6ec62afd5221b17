import type { Route } from 'playwright-core'

/** Why `refuse` refuses. */
export const refusal = 'That is too much at once.'

/** Answers a call as a function does that will not do it: unlike one that cannot be reached, the page does not ask it again. */
export async function refuse(route: Route): Promise<void> {
  // Before the call, a browser asks whether it may call.
  if (route.request().method() !== 'POST') return route.continue()
  const error = { status: 'RESOURCE_EXHAUSTED', message: refusal }
  return route.fulfill({ response: await route.fetch(), status: 429, json: { error } })
}

/** A `fetch` that notes what the proxy finds wrong, and counts its calls. */
export class WatchedFetch {
  /** Each once: a call is tried again. */
  readonly violations = new Set<string>()
  calls = 0

  readonly fetch: typeof fetch = async (input, init) => {
    this.calls += 1
    const response = await fetch(input, init)
    const ofAnswer = response.headers.get('sl-violations')
    const isOfRequest = response.headers.get('content-type')?.includes('problem+json') === true
    if (ofAnswer !== null || isOfRequest) {
      const { pathname } = new URL(input instanceof Request ? input.url : input)
      const words = messagesIn(ofAnswer ?? (await response.clone().text()))
      this.violations.add(`${init?.method ?? 'GET'} ${pathname}: ${words}`)
    }
    return response
  }
}

/** The first messages of what the proxy says: one for each field of each row may be there. */
function messagesIn(text: string): string {
  const messages = [...text.matchAll(/"message":"([^"]+)"/g)].map(([, message]) => message)
  return messages.length === 0 ? text.slice(0, 300) : messages.slice(0, 3).join('; ')
}

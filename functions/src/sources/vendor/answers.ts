/** The most characters of a vendor's message that are repeated. */
const messageCharacters = 200

/** The value that a text holds as JSON; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A vendor's message on one line, without secrets: it may repeat what it was sent. */
export function quoted(message: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]).filter((form) => form !== '')
  const told = forms.reduce((left, secret) => left.replaceAll(secret, '…'), message)
  return told.replaceAll(/\s+/g, ' ').slice(0, messageCharacters)
}

/** A Content-Security-Policy: the sources of each directive, in the order in which they stand. */
export type ContentSecurityPolicy = ReadonlyMap<string, readonly string[]>

/** Reads the header's value. Throws where a directive stands twice: browsers take the first and say nothing. */
export function parsePolicy(value: string): ContentSecurityPolicy {
  const policy = new Map<string, readonly string[]>()
  for (const directive of value.split(';')) {
    const [name, ...sources] = directive.trim().split(/\s+/)
    if (name === undefined || name === '') continue
    if (policy.has(name)) throw new Error(`The Content-Security-Policy has ${name} twice.`)
    policy.set(name, sources)
  }
  return policy
}

export function formatPolicy(policy: ContentSecurityPolicy): string {
  return [...policy].map(([name, sources]) => [name, ...sources].join(' ')).join('; ')
}

/**
 * The policy with more sources for some directives, and nothing else changed. Throws where the policy lacks one of them: added
 * to it, the directive would no longer be what `default-src` says.
 */
export function withSources(
  policy: ContentSecurityPolicy,
  added: Readonly<Record<string, readonly string[]>>,
): ContentSecurityPolicy {
  const wider = new Map(policy)
  for (const [name, sources] of Object.entries(added)) {
    const present = policy.get(name)
    if (present === undefined) throw new Error(`The Content-Security-Policy has no ${name} to be widened.`)
    wider.set(name, [...present.filter((source) => source !== "'none'"), ...sources])
  }
  return wider
}

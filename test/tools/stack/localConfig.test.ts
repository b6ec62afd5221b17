import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { projectRoot } from '../../../cli/paths.ts'
import { parsePolicy } from '../../../tools/stack/contentSecurityPolicy.ts'
import { localConfig, type LocalConfig } from '../../../tools/stack/localConfig.ts'

const ports = { functions: 5001, firestore: 8080, auth: 9099 }
const emulators = ['http://127.0.0.1:5001', 'http://127.0.0.1:8080', 'http://127.0.0.1:9099']
const deployed: unknown = JSON.parse(readFileSync(join(projectRoot, 'firebase.json'), 'utf8'))

function policyOf(config: unknown): string {
  const { hosting } = config as LocalConfig // The file, or what was made of it.
  const [policy, ...others] = hosting.headers
    .flatMap(({ headers }) => headers)
    .filter(({ key }) => key === 'Content-Security-Policy')
  expect(others).toEqual([])
  return policy?.value ?? ''
}

describe('the configuration of this machine', () => {
  it('is the deployed one, but for the settings and the region of the functions and a policy that lets the page talk to the emulators', () => {
    const before = structuredClone(deployed)
    const local = localConfig(deployed, ports, 'asia-south1')
    const policy = parsePolicy(policyOf(deployed))
    expect(parsePolicy(policyOf(local))).toEqual(
      new Map([
        ...policy,
        ['connect-src', [...(policy.get('connect-src') ?? []), ...emulators]],
        ['frame-src', [...(policy.get('frame-src') ?? []), 'http://127.0.0.1:9099']],
      ]),
    )
    const others = JSON.stringify({ ...local, functions: [{ ...local.functions[0], source: 'functions' }] })
    expect(local.functions[0].source).toBe('functions.local')
    const withoutRegion = others.replaceAll(',"region":"asia-south1"', '')
    expect(JSON.parse(withoutRegion.replace(policyOf(local), policyOf(deployed)))).toEqual(deployed)
    for (const { function: target } of local.hosting.rewrites) expect(target).toHaveProperty('region', 'asia-south1')
    // The argument is left as it was.
    expect(deployed).toEqual(before)
  })

  it('follows the ports', () => {
    const policy = policyOf(localConfig(deployed, { functions: 1, firestore: 2, auth: 3 }, 'us-central1'))
    expect(policy).toContain('http://127.0.0.1:1 http://127.0.0.1:2 http://127.0.0.1:3;')
  })

  it('while the deployed one names no machine of a reader', () => {
    expect(JSON.stringify(z.looseObject({ hosting: z.unknown() }).parse(deployed).hosting)).not.toMatch(
      /localhost|127\.0\.0\.1|\[::1\]|http:/,
    )
  })

  it('is refused where the policy could not be widened', () => {
    const csp = { key: 'content-security-policy', value: "default-src 'none'; connect-src 'self'" }
    const config = { functions: [{ source: 'functions' }], hosting: { headers: [{ headers: [csp] }], rewrites: [] } }
    expect(() => localConfig(config, ports, 'us-central1')).toThrow('has no frame-src')
  })
})

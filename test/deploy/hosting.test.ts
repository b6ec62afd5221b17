import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { projectRoot } from '../../cli/paths.ts'
import * as functions from '../../functions/src/index.ts'
import { parsePolicy } from '../../tools/stack/contentSecurityPolicy.ts'

/** The emulator's own way to match a path with a pattern; it comes with firebase-tools. */
const patterns = createRequire(join(projectRoot, 'node_modules/firebase-tools/package.json'))(
  'superstatic/lib/utils/patterns.js',
) as { readonly configMatcher: (path: string, rule: { readonly source: string }) => boolean } // `require` returns any.

interface Rewrite {
  readonly source: string
  readonly function: { readonly functionId: string; readonly region?: string }
}

interface HeaderRule {
  readonly source: string
  readonly headers: readonly { readonly key: string; readonly value: string }[]
}

interface FirebaseConfig {
  readonly hosting: {
    readonly public: string
    readonly predeploy: readonly string[]
    readonly headers: readonly HeaderRule[]
    readonly rewrites: readonly Rewrite[]
  }
  readonly functions: readonly { readonly predeploy: readonly string[] }[]
  readonly firestore: { readonly rules: string; readonly indexes: string }
  readonly emulators: Readonly<Record<string, { readonly port?: number }>>
}

const config = JSON.parse(readFileSync(join(projectRoot, 'firebase.json'), 'utf8')) as FirebaseConfig // The tool reads it.

it('the paths lead to their functions', () => {
  expect(
    Object.fromEntries(config.hosting.rewrites.map((rewrite) => [rewrite.source, rewrite.function.functionId])),
  ).toEqual({
    '/api/sync/orders': 'syncOrders',
    '/api/sync/orders/full': 'resyncOrders',
    '/api/sync/status': 'syncStatus',
    '/api/orders/export': 'downloadOrders',
    '/api/webhooks/**': 'webhooks',
  })
})

it('which exist, and are found wherever the settings have put them: a rewrite names no region', () => {
  for (const { function: target } of config.hosting.rewrites) {
    expect(Object.keys(functions)).toContain(target.functionId)
    expect(target.region).toBeUndefined()
  }
})

it('the exact path wins: no rewrite hides another', () => {
  // Hosting takes the first that matches; without wildcards only the path itself does.
  const sources = config.hosting.rewrites.map(({ source }) => source)
  for (const source of sources) expect(source).toMatch(/^[a-z/]+(\/\*\*)?$/)
  const [folder = '', ...others] = sources.filter((source) => source.endsWith('/**'))
  expect(others).toEqual([])
  expect(sources.filter((source) => source.startsWith(folder.slice(0, -2)))).toEqual([folder])
})

it('what else the file names is there', () => {
  const { firestore } = config
  const named = [firestore.rules, firestore.indexes]
  expect(named.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([])
})

it('a deploy builds the page that it uploads, as it does the functions', () => {
  expect(config.hosting).toMatchObject({ public: 'web/dist', predeploy: ['npm --prefix "$PROJECT_DIR" run build'] })
  expect(config.functions.map(({ predeploy }) => predeploy)).toEqual([config.hosting.predeploy])
})

it('the emulators listen where the contract says', () => {
  const ports = Object.fromEntries(Object.entries(config.emulators).map(([name, { port }]) => [name, port]))
  expect(ports).toMatchObject({ functions: 5001, firestore: 8080, auth: 9099, hosting: 5000, tasks: 9499 })
})

describe('the headers', () => {
  const headers = headersOf('/')
  const policy = parsePolicy(headers['Content-Security-Policy'] ?? '')
  const sources = [...policy.values()].flat()

  it('allow the page what it needs by name, and nothing else', () => {
    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('script-src')).toEqual(["'self'", 'https://apis.google.com'])
    expect(policy.get('style-src')).toEqual(["'self'"])
    for (const closed of ['object-src', 'base-uri', 'frame-ancestors']) expect(policy.get(closed)).toEqual(["'none'"])
    // Neither comes from default-src.
    expect([...policy.keys()]).toEqual(expect.arrayContaining(['base-uri', 'form-action', 'frame-ancestors']))
  })

  it('allow no inline code, and no host by a pattern but those that have the project in their name', () => {
    expect(sources.filter((source) => source.includes('unsafe'))).toEqual([])
    expect(sources.filter((source) => source.includes('*'))).toEqual([
      'https://*.cloudfunctions.net',
      'https://*.firebaseapp.com',
    ])
    const other = sources.filter((source) => !source.startsWith("'") && !/^https:\/\/[\w*]/.test(source))
    expect(other).toEqual(['data:'])
    expect(policy.get('img-src')).toContain('data:')
  })

  it('let nobody frame, sniff, overhear or follow the page', () => {
    expect(headers).toMatchObject({
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'strict-origin',
      // Google's sign-in window tells its opener how it went.
      'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
      'Strict-Transport-Security': expect.stringMatching(/^max-age=\d{8}$/) as unknown,
    })
    for (const feature of ['camera', 'microphone', 'geolocation', 'payment', 'usb']) {
      expect(headers['Permissions-Policy']).toContain(`${feature}=()`)
    }
  })

  it.each(['/', '/index.html', '/assets/index-1a2b.js', '/no-such-page', '/api/sync/status'])(
    'come with %s',
    (path) => {
      expect(headersOf(path)).toMatchObject(withoutCaching(headers))
    },
  )

  it('let a new page be seen at once, and keep what never changes', () => {
    expect(headersOf('/')['Cache-Control']).toBe('no-cache')
    expect(headersOf('/index.html')['Cache-Control']).toBe('no-cache')
    expect(headersOf('/assets/index-1a2b.js')['Cache-Control']).toBe('public, max-age=31536000, immutable')
    expect(headersOf('/api/sync/status')).not.toHaveProperty('Cache-Control')
  })

  it("leave Firebase's own addresses alone, which the sign-in frames and opens", () => {
    expect(headersOf('/__/auth/iframe')).toEqual({})
    expect(headersOf('/__/auth/handler')).toEqual({})
  })

  it('are set by one rule a path', () => {
    // Two answers to the same question would be settled differently here and there.
    for (const path of ['/', '/index.html', '/assets/a.js']) {
      const keys = rulesFor(path).flatMap((rule) => rule.headers.map(({ key }) => key))
      expect(keys).toEqual([...new Set(keys)])
    }
  })
})

/** The rules that hold for a path, found as the Hosting emulator does. */
function rulesFor(path: string): readonly HeaderRule[] {
  return config.hosting.headers.filter((rule) => patterns.configMatcher(path, rule))
}

function headersOf(path: string): Record<string, string> {
  return Object.fromEntries(rulesFor(path).flatMap((rule) => rule.headers.map(({ key, value }) => [key, value])))
}

function withoutCaching({ 'Cache-Control': _caching, ...headers }: Record<string, string>): Record<string, string> {
  return headers
}

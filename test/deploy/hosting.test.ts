import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import * as functions from '../../functions/src/index.ts'
import { region } from '../../functions/src/options.ts'
import { projectRoot } from '../../scripts/paths.ts'

interface Rewrite {
  readonly source: string
  readonly function: { readonly functionId: string; readonly region: string }
}

interface FirebaseConfig {
  readonly hosting: { readonly public: string; readonly rewrites: readonly Rewrite[] }
  readonly firestore: { readonly rules: string; readonly indexes: string }
  readonly emulators: Readonly<Record<string, { readonly port?: number }>>
}

const config = JSON.parse(readFileSync(join(projectRoot, 'firebase.json'), 'utf8')) as FirebaseConfig // The tool reads it.

it('the four paths lead to their functions', () => {
  expect(
    Object.fromEntries(config.hosting.rewrites.map((rewrite) => [rewrite.source, rewrite.function.functionId])),
  ).toEqual({
    '/api/sync/orders': 'syncOrders',
    '/api/sync/orders/full': 'resyncOrders',
    '/api/sync/status': 'syncStatus',
    '/api/orders/export': 'downloadOrders',
  })
})

it('which exist, in the region that the rewrites name', () => {
  for (const { function: target } of config.hosting.rewrites) {
    expect(Object.keys(functions)).toContain(target.functionId)
    expect(target.region).toBe(region)
  }
})

it('the exact path wins: no rewrite hides another', () => {
  // Hosting takes the first that matches; without wildcards only the path itself does.
  for (const { source } of config.hosting.rewrites) expect(source).toMatch(/^[a-z/]+$/)
})

it('what else the file names is there', () => {
  const { hosting, firestore } = config
  const named = [hosting.public, firestore.rules, firestore.indexes]
  expect(named.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([])
})

it('the emulators listen where the contract says', () => {
  const ports = Object.fromEntries(Object.entries(config.emulators).map(([name, { port }]) => [name, port]))
  expect(ports).toMatchObject({ functions: 5001, firestore: 8080, auth: 9099, hosting: 5000, tasks: 9499 })
})

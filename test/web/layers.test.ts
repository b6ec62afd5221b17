import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { projectRoot } from '../../cli/paths.ts'
import { filesBelow, importsIn, importsOf, packageOf, type Import } from '../harness/imports.ts'

const web = join(projectRoot, 'web')
const src = join(web, 'src')

/** From the top down: a file imports only what stands below it. Those of one rank do not know each other. */
const ranks = [
  ['main'],
  ['app'],
  ['orders', 'overview', 'seasons', 'streams', 'sync'],
  ['session', 'charts'],
  ['list'],
  ['ui'],
  ['routing', 'backend'],
  ['format', 'parts', 'zod'],
] as const

/** The alias of what crosses the wire. */
const contract = 'contract/'

/** The address of the list: a view may link to the orders that its figures are of. */
const linkable = 'orders/listState.ts'

/** Firestore's client is large: the first page does without it, so one file has it, and that one comes later. */
const firestore = { package: 'firebase/firestore', user: 'backend/listeners.ts' }

/** The layer's name: a folder of web/src, or a file there without its ending. */
function layerOf(file: string): string {
  return (file.split('/')[0] ?? '').replace(/\.\w+$/, '')
}

function rankOf(file: string): number {
  return ranks.findIndex((layers) => layers.some((layer) => layer === layerOf(file)))
}

/** What is wrong with an import, or null. */
function layerFault({ from, to, isRelative }: Import): string | null {
  if (!isRelative) {
    // By its alias: what crosses the wire, and nothing else of the functions' code.
    if (to.startsWith(contract)) return null
    const isFirestore = to === firestore.package || to.startsWith('@firebase/firestore')
    return isFirestore && from !== firestore.user ? `${from} imports ${to}: only ${firestore.user} does` : null
  }
  if (to.startsWith('..')) return `${from} imports ${to.replace(/^(\.\.\/){2}/, '')}, which the page does not share`
  if (rankOf(to) === -1) return `${from} imports ${to}, which is in no layer`
  if (rankOf(to) < rankOf(from)) return `${from} imports upwards: ${layerOf(to)} stands above ${layerOf(from)}`
  const isPeer = rankOf(to) === rankOf(from) && layerOf(from) !== layerOf(to) && to !== linkable
  return isPeer ? `${from} imports ${to}: ${layerOf(from)} and ${layerOf(to)} do not know each other` : null
}

const files = filesBelow(src, ['.ts', '.tsx']).filter((file) => !file.endsWith('.d.ts'))
const imports = importsOf(src, files)

describe('the layers of web/src', () => {
  it('has a place for every file', () => {
    expect(files).toContain('main.tsx')
    expect(files.filter((file) => rankOf(file) === -1)).toEqual([])
  })

  it('imports downwards only, not from view to view, and from outside what is shared', () => {
    expect(imports.filter(({ isRelative }) => isRelative).length).toBeGreaterThan(50)
    expect(imports.map(layerFault).filter((fault) => fault !== null)).toEqual([])
  })

  it('loads the file that has Firestore when it is needed', () => {
    const users = imports.filter(({ to, isTypeOnly }) => to === firestore.user && !isTypeOnly)
    expect(users.length).toBeGreaterThan(0)
    expect(users.filter(({ isDynamic }) => !isDynamic)).toEqual([])
  })

  it('needs no package that web/package.json does not name', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(web, 'package.json'), 'utf8'))
    const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(manifest)
    const packages = imports.filter(({ to, isRelative }) => !isRelative && !to.startsWith(contract))
    const missing = packages.filter(({ to }) => !(packageOf(to) in dependencies))
    expect(missing.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
    const idle = Object.keys(dependencies).filter((name) => imports.every(({ to }) => packageOf(to) !== name))
    expect(idle).toEqual([])
  })

  it('shares files that are there', () => {
    const shared = imports.map(({ to }) => to).filter((to) => to.startsWith(contract))
    expect(shared.length).toBeGreaterThan(10)
    expect(shared.filter((to) => !existsSync(join(web, '../functions/src', to)))).toEqual([])
  })
})

function faultsOf(from: string, line: string): (string | null)[] {
  return importsIn(src, from, line).map(layerFault)
}

describe('the check itself', () => {
  it.each([
    ['backend/calls.ts', "import { a } from '../ui/Time.tsx'", 'upwards'],
    ['ui/Time.tsx', "import '../orders/orders.css'", 'upwards'],
    ['orders/OrdersView.tsx', "import { a } from '../overview/OverviewView.tsx'", 'do not know each other'],
    ['sync/SyncView.tsx', "const a = await import('../orders/OrdersView.tsx')", 'do not know each other'],
    ['app/App.tsx', "import { a } from '../helpers/a.ts'", 'in no layer'],
    ['app/App.tsx', "import { a } from '../../../functions/src/cache/head.ts'", 'does not share'],
    ['app/App.tsx', "import { a } from '../../../functions/src/contract/../lib/hash.ts'", 'does not share'],
    ['app/App.tsx', "import type { a } from '../../../cli/paths.ts'", 'does not share'],
    ['backend/live.tsx', "import type { Query } from 'firebase/firestore'", 'only backend/listeners.ts'],
  ])('finds what %s may not import', (from, line, fault) => {
    expect(faultsOf(from, line)).toEqual([expect.stringContaining(fault)])
  })

  it.each([
    ['main.tsx', "import './app/base.css'"],
    ['app/App.tsx', "import { lazy } from 'react'"],
    ['orders/OrdersView.tsx', "import { a } from '../session/SignIn.tsx'"],
    ['orders/OrdersView.tsx', "import type { OrderRow } from 'contract/api.ts'"],
    ['ui/Time.tsx', "import { a } from '../format/time.ts'"],
    ['backend/listeners.ts', "import { query } from 'firebase/firestore'"],
  ])('lets %s import', (from, line) => {
    expect(faultsOf(from, line)).toEqual([null])
  })
})

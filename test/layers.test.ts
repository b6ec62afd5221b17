import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import * as index from '../functions/src/index.ts'
import { filesBelow, importsIn, importsOf, packageOf, type Import } from './harness/imports.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const functions = join(root, 'functions')
const src = join(functions, 'src')

/** From the top down: a file imports only what stands below it. Those of one rank do not know each other. */
const ranks = [
  ['index'],
  ['triggers'],
  ['entry'],
  ['deps', 'config', 'params', 'paramTexts', 'options', 'settingsFile', 'settingsMoved', 'settingsProblems'],
  ['sync', 'query'],
  // Keeps accounts' authorizations where the cache keeps everything, and gives sources what their calls need; runs and their status know it.
  // The seasons are kept where their source reads them, and report themselves as the cache's feed has it.
  ['connections', 'seasons'],
  ['sources', 'cache'],
  ['engine'],
  ['streams'],
  ['model'],
  ['contract', 'lib'],
] as const

/** The files that put the parts together, and may import each other. */
const composition: readonly string[] = ranks[3]

/** The layer's name: a folder of functions/src, or a file there without its ending. */
function layerOf(file: string): string {
  return (file.split('/')[0] ?? '').replace(/\.ts$/, '')
}

function rankOf(file: string): number {
  return ranks.findIndex((layers) => layers.some((layer) => layer === layerOf(file)))
}

/** The packages that run wherever the engine does. */
const enginePackages: readonly string[] = ['zod']

/** Globals that only Node has. */
const nodeGlobals = /(?<![\w.$'"])(?:Buffer|process|require|global|__dirname|__filename|setImmediate)\b(?!['":])/

/** The fault of an import between the project's own files; null where it has none. */
function layerFault({ from, to }: Import): string | null {
  const [above, below] = [layerOf(from), layerOf(to)]
  if (to.startsWith('..')) return `${from} imports ${to}, which is not deployed with functions/`
  if (rankOf(to) === -1) return `${from} imports ${to}, which is in no layer`
  if (rankOf(to) < rankOf(from)) return `${from} imports upwards: ${below} stands above ${above}`
  const isPeer = rankOf(to) === rankOf(from) && above !== below
  if (isPeer && !composition.includes(above)) return `${from} imports ${to}: ${above} and ${below} are of one rank`
  return sourceFault({ from, to })
}

function sourceFault({ from, to }: Pick<Import, 'from' | 'to'>): string | null {
  const [ownFolder, otherFolder] = [from, to].map((file) => /^sources\/([^/]+)\//.exec(file)?.[1])
  if (ownFolder === undefined || otherFolder === undefined || ownFolder === otherFolder) return null
  // What the sources at vendors have in common knows none of them.
  if (otherFolder === 'vendor') return null
  return `${from} imports ${to}: the sources do not know each other`
}

const files = filesBelow(src, ['.ts'])
const imports = importsOf(src, files)

describe('the layers of functions/src', () => {
  it('has a place for every file', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.filter((file) => rankOf(file) === -1)).toEqual([])
  })

  it('imports downwards only, and not across a rank or from source to source', () => {
    const own = imports.filter(({ isRelative }) => isRelative)
    expect(own.length).toBeGreaterThan(100)
    expect(own.map(layerFault).filter((fault) => fault !== null)).toEqual([])
  })

  it('has no circle of files, not even of types', () => {
    const below = Map.groupBy(
      imports.filter(({ isRelative }) => isRelative),
      ({ from }) => from,
    )
    const done = new Set<string>()
    const circleFrom = (file: string, way: readonly string[]): readonly string[] | null => {
      if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
      if (done.has(file)) return null
      for (const { to } of below.get(file) ?? []) {
        const circle = circleFrom(to, [...way, file])
        if (circle !== null) return circle
      }
      done.add(file)
      return null
    }
    expect(files.map((file) => circleFrom(file, [])).filter((circle) => circle !== null)).toEqual([])
  })

  it('reaches @google-cloud/firestore through lib/firestore/firestore.ts alone', () => {
    const users = imports.filter(({ to }) => packageOf(to) === '@google-cloud/firestore').map(({ from }) => from)
    expect([...new Set(users)]).toEqual(['lib/firestore/firestore.ts'])
  })

  it('needs no package that functions/package.json does not name', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(functions, 'package.json'), 'utf8'))
    const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(manifest)
    const missing = imports
      .filter(({ to, isRelative, isTypeOnly }) => !isRelative && !isTypeOnly && !isBuiltin(to))
      .filter(({ to }) => !(packageOf(to) in dependencies))
    expect(missing.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  it('has an engine that runs where there is neither Node nor Firestore', () => {
    const reached = reachedFrom(files.filter((file) => layerOf(file) === 'engine'))
    expect(reached.length).toBeGreaterThan(25)
    expect(reached.flatMap((file) => engineFaults(file, readFileSync(join(src, file), 'utf8')))).toEqual([])
  })

  it('exports nothing but deployable functions from index.ts', () => {
    const source = readFileSync(join(src, 'index.ts'), 'utf8')
    const exported = [...source.matchAll(/^export\b(?! const \w+ = create\w+\(entry\)$).*$/gm)].map(([line]) => line)
    expect(exported).toEqual([])
    expect(Object.keys(index).length).toBeGreaterThan(0)
    const others = Object.entries<unknown>(index).filter(([, value]) => !isDeployable(value) && !isGroup(value))
    expect(others.map(([name]) => name)).toEqual([])
  })
})

/** The entry files and all files of the project that they need when they run. */
function reachedFrom(entries: readonly string[]): string[] {
  const reached = new Set(entries)
  for (const file of reached) {
    const needed = imports.filter(({ from, isRelative, isTypeOnly }) => from === file && isRelative && !isTypeOnly)
    for (const { to } of needed) reached.add(to)
  }
  return [...reached]
}

/** Lists what a file of the engine needs of Node, or of a package that may need Node. */
function engineFaults(file: string, source: string): string[] {
  const needed = importsIn(src, file, source).filter(({ isRelative, isTypeOnly }) => !isRelative && !isTypeOnly)
  const packages = needed.map(({ to }) => to).filter((to) => !enginePackages.includes(packageOf(to)))
  const found = nodeGlobals.exec(withoutComments(source))?.[0] ?? []
  return [...packages, ...[found].flat()].map((name) => `${file} needs ${name}`)
}

function withoutComments(source: string): string {
  return source.replace(/\/\*.*?\*\/|(?<=^|\s)\/\/.*?$/gms, '')
}

/** Tells whether firebase-tools takes a value for a function: the SDK marks each by `__endpoint`. */
function isDeployable(value: unknown): boolean {
  return typeof value === 'function' && '__endpoint' in value
}

/** Tells whether a value is a group of functions, which a deploy names after the group and themselves; it may be empty. */
function isGroup(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(isDeployable)
}

function faultsOf(from: string, line: string): (string | null)[] {
  return importsIn(src, from, line).map(layerFault)
}

/**
 * The project's folders from the top down: a file imports from its own folder and from those below it. What a shop runs
 * (`cli`) so needs nothing of what only developers run (`tools`), and nothing that is deployed needs either.
 */
const folders = ['test', 'bench', 'tools', 'cli', 'functions'] as const

function folderRank(file: string): number {
  return folders.findIndex((folder) => file.startsWith(`${folder}/`))
}

/** The reason why a file of `folders` may not import another file of the project, or null. */
function folderFault({ from, to }: Pick<Import, 'from' | 'to'>): string | null {
  if (folderRank(to) === -1) return `${from} imports ${to}, which is in none of ${folders.join(', ')}`
  return folderRank(to) < folderRank(from) ? `${from} imports upwards: ${to}` : null
}

describe('the folders of the project', () => {
  it.each(['bench', 'tools', 'cli'])('%s/ imports from itself and from the folders below it only', (folder) => {
    const own = filesBelow(join(root, folder), ['.ts', '.mjs'])
      .filter((file) => !file.includes('node_modules/'))
      .map((file) => `${folder}/${file}`)
    const relative = importsOf(root, own).filter(({ isRelative }) => isRelative)
    expect(relative.length).toBeGreaterThan(10)
    expect(relative.map(folderFault).filter((fault) => fault !== null)).toEqual([])
  })

  it.each([
    ['cli/admin.ts', 'tools/stack/ports.ts', 'upwards'],
    ['cli/admin.ts', 'bench/plan.ts', 'upwards'],
    ['tools/stack.ts', 'bench/lab/lab.ts', 'upwards'],
    ['bench/run.ts', 'test/harness/shop.ts', 'upwards'],
    ['tools/start.ts', 'web/src/main.tsx', 'in none of'],
  ])('finds that %s imports %s', (from, to, fault) => {
    expect(folderFault({ from, to })).toContain(fault)
  })

  it('lets tools import what a shop runs, and both the functions', () => {
    expect(folderFault({ from: 'tools/build.ts', to: 'cli/paths.ts' })).toBeNull()
    expect(folderFault({ from: 'cli/erase.ts', to: 'functions/src/cache/erase.ts' })).toBeNull()
  })
})

describe('the check itself', () => {
  it.each([
    ['sync/commit/run.ts', "import { a } from '../../triggers/respond.ts'", 'upwards'],
    ['lib/clock.ts', "import type { Row } from '../model/row.ts'", 'upwards'],
    ['lib/clock.ts', "import type { Order } from '../contract/order.ts'", 'of one rank'],
    ['contract/order.ts', "import { hash } from '../lib/hash.ts'", 'of one rank'],
    ['sync/commit/run.ts', "import {\n  a,\n  b,\n} from '../../query/page.ts'", 'of one rank'],
    ['engine/page.ts', "import { a } from '../cache/head.ts'", 'upwards'],
    ['cache/head.ts', "export * from '../sources/registry.ts'", 'of one rank'],
    ['sources/tiktokShop/client.ts', "import { a } from '../../connections/accounts.ts'", 'upwards'],
    ['sources/firestore/a.ts', "const a = await import('../square/b.ts')", 'the sources do not know each other'],
    ['sources/vendor/calls.ts', "import { a } from '../square/b.ts'", 'the sources do not know each other'],
    ['triggers/a.ts', "import '../../../cli/paths.ts'", 'not deployed'],
    ['triggers/a.ts', "import '../../../tools/build.ts'", 'not deployed'],
    ['triggers/a.ts', "import { a } from '../helpers/b.ts'", 'in no layer'],
  ])('finds what %s may not import', (from, line, fault) => {
    expect(faultsOf(from, line)).toEqual([expect.stringContaining(fault)])
  })

  it.each([
    ["import { crc32 } from 'node:zlib'", 'node:zlib'],
    ["import { Timestamp } from '@google-cloud/firestore'", '@google-cloud/firestore'],
    ["const a = await import('firebase-admin/app')", 'firebase-admin/app'],
    ['const a = Buffer.from(b)', 'Buffer'],
    ['function a(): Buffer {}', 'Buffer'],
    ['const a = b ?? process.env.C // why', 'process'],
  ])('finds that the engine may not run: %s', (line, needed) => {
    expect(engineFaults('engine/a.ts', line)).toEqual([`engine/a.ts needs ${needed}`])
  })

  it.each([
    "import type { Firestore } from '@google-cloud/firestore'",
    "import { z } from 'zod'",
    '/** Like a Buffer. */ // or a process',
    "const statuses = ['process'] as const",
    'const bytes = new ArrayBuffer(8)',
  ])('lets the engine run: %s', (line) => {
    expect(engineFaults('engine/a.ts', line)).toEqual([])
  })

  it.each([
    ['deps.ts', "import { a } from './contract/money.ts'"],
    ['triggers/a.ts', "import type { Deps } from '../deps.ts'"],
    ['sync/commit/run.ts', "import { a } from './diff.ts'"],
    ['sources/registry.ts', "import { a } from './firestore/source.ts'"],
    ['sources/square/client.ts', "import { a } from '../vendor/calls.ts'"],
  ])('lets %s import', (from, line) => {
    expect(faultsOf(from, line)).toEqual([null])
  })
})

import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { Metafile } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { projectRoot } from '../../cli/paths.ts'
import { bundleFunctions } from '../../tools/bundle/functions.ts'

/*
 * What an instance reads before its first answer. A cold start is mostly that, so it is held here by what is loaded, and not by a clock.
 */

const packages = join(projectRoot, 'functions/node_modules')
let folder: string
let outputs: Metafile['outputs']

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-bundle-'))
  copyFileSync(join(projectRoot, 'functions/package.json'), join(folder, 'package.json'))
  outputs = await bundleFunctions(join(folder, 'lib'))
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('an instance that starts', () => {
  it('reads the bundle and no package beside it', () => {
    const urls = z.array(z.string()).parse(JSON.parse(loadsOf('lib/index.js')))
    const files = urls.filter((url) => url.startsWith('file:')).map((url) => url.replace(/.*\/lib\//, 'lib/'))
    expect(files).toContain('lib/index.js')
    expect(files.filter((file) => !/^lib\/[\w-]+\.js$/.test(file))).toEqual([])
  })

  it.each([
    ['the client of Cloud Scheduler', /@google-cloud\/scheduler\//],
    ['what writes files', /csv-stringify|functions\/src\/query\/(csv|orders\/exportOrders|records\/exportRecords)/],
    ['what makes runs', /functions\/src\/sync\/(syncAll|syncPipeline|full\/runFull|requests\/requestedRun)/],
    ['a polyfill of what Node has', /web-streams-polyfill|node-fetch/],
  ])('does not read %s', (_, unwanted) => {
    const all = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs))
    expect(all.filter((input) => unwanted.test(input))).not.toEqual([])
    expect(readAtStart().filter(([input]) => unwanted.test(input))).toEqual([])
  })

  it('reads no generated messages: a stand-in is a few lines', () => {
    const messages = readAtStart().filter(([input]) => /\/build\/protos\/\w+\.js$/.test(input))
    expect(messages.length).toBeGreaterThan(3)
    expect(messages.filter(([, bytes]) => bytes > 500)).toEqual([])
  })
})

describe("messages of Google's APIs", () => {
  it('are there for whoever asks for them', () => {
    const names = readdirSync(join(folder, 'lib/messages')).filter((name) => name.endsWith('.cjs'))
    const known = ['firestore', 'firestore-api', 'gax-iam', 'gax-locations', 'gax-operations', 'scheduler']
    expect(new Set(names)).toEqual(new Set(known.map((name) => `${name}.cjs`)))
    const load = createRequire(join(folder, 'lib/index.js'))
    for (const name of names) expect(load(`./messages/${name}`)).toHaveProperty('google')
  })

  it('are asked for by Firestore in the one way that the stand-in knows', () => {
    const source = join(packages, '@google-cloud/firestore/build/src')
    const users = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .map((file) => [file, readFileSync(join(source, file), 'utf8')] as const)
      .filter(([, text]) => text.includes('firestore_v1_proto_api'))
    expect(users.map(([file]) => file).toSorted()).toEqual(['bundle.js', 'serializer.js'])
    const serializer = users.find(([file]) => file === 'serializer.js')?.[1] ?? ''
    expect(serializer).toContain('var Value = firestore_v1_proto_api_1.google.firestore.v1.Value')
    expect(new Set([...serializer.matchAll(/(?<![\w.'])Value\.(\w+)/g)].map(([, method]) => method))).toEqual(
      new Set(['fromObject']),
    )
  })
})

/** Loads a file of the folder in a process of its own; returns the addresses of all modules that were loaded, as JSON. */
function loadsOf(file: string): string {
  const program = `
    import { registerHooks } from 'node:module'
    const urls = []
    registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) })
    await import(${JSON.stringify(pathToFileURL(join(folder, file)).href)})
    process.stdout.write(JSON.stringify(urls))`
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    env: { GCLOUD_PROJECT: 'demo-tidemark', FUNCTION_TARGET: 'listOrders' },
  })
  if (status !== 0) throw new Error(`The bundle could not be loaded: ${stderr}`)
  return stdout
}

/** The modules in the files that are read at once, with the bytes that are left of each. */
function readAtStart(): [input: string, bytes: number][] {
  const byFile = new Map(Object.entries(outputs).map(([file, output]) => [file, output]))
  const read = new Set([...byFile.keys()].filter((file) => file.endsWith('/index.js')))
  for (const file of read) {
    for (const { path, kind, external } of byFile.get(file)?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) read.add(path)
    }
  }
  return [...read].flatMap((file) =>
    Object.entries(byFile.get(file)?.inputs ?? {}).map(([input, { bytesInOutput }]): [string, number] => [
      input,
      bytesInOutput,
    ]),
  )
}

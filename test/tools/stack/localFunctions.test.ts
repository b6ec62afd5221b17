import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { emulatedSecrets, functionsEnv } from '../../../cli/functionsEnv.ts'
import { localProject } from '../../../cli/paths.ts'
import { noSettings, stageFunctions, writeSettings } from '../../../tools/stack/localFunctions.ts'

let root = ''
let from = ''
let folder = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-functions-'))
  ;[from, folder] = [join(root, 'functions'), join(root, 'functions.local')]
  for (const name of ['lib', 'node_modules']) mkdirSync(join(from, name), { recursive: true })
  write('package.json', '{}')
  write('lib/index.js', 'export {}')
})
afterEach(() => rmSync(root, { recursive: true }))

function write(name: string, text: string): void {
  writeFileSync(join(from, name), text)
}

const params = (): Record<string, string> =>
  Object.fromEntries([...functionsEnv(localProject, folder)].map(([name, { value }]) => [name, value]))
const secrets = (): Record<string, string> =>
  Object.fromEntries([...emulatedSecrets(folder)].map(([name, { value }]) => [name, value]))

it('leads to the functions and to their settings', () => {
  write('.env', 'A=1\n')
  write(`.env.${localProject}`, 'B=2\n')
  write('.secret.local', 'KEY=mine\n')
  stageFunctions(noSettings, from, folder)
  expect(readFileSync(join(folder, 'lib/index.js'), 'utf8')).toBe('export {}')
  expect(params()).toEqual({ A: '1', B: '2' })
  expect(secrets()).toEqual({ KEY: 'mine' })
})

it('puts settings before those of the files, which stay as they are', () => {
  write('.env.local', 'A=1\nB=2')
  write('.secret.local', 'KEY=mine\n')
  stageFunctions({ params: { B: '', C: 'http://127.0.0.1:1' }, secrets: { KEY: 'other=' } }, from, folder)
  expect(params()).toEqual({ A: '1', B: '', C: 'http://127.0.0.1:1' })
  expect(secrets()).toEqual({ KEY: 'other=' })
  expect(readFileSync(join(from, '.env.local'), 'utf8')).toBe('A=1\nB=2')
  expect(readFileSync(join(from, '.secret.local'), 'utf8')).toBe('KEY=mine\n')
})

it('forgets what firebase-tools and an earlier start wrote, and never what it leads to', () => {
  stageFunctions({ params: { A: '1' }, secrets: { KEY: 'other' } }, from, folder)
  writeFileSync(join(folder, '.env.local'), 'A=1\nDEFAULT_CURRENCY=USD\n')
  stageFunctions(noSettings, from, folder)
  expect(params()).toEqual({})
  expect(secrets()).toEqual({})
  expect(existsSync(join(from, 'lib/index.js'))).toBe(true)
})

it('takes other settings while the functions run', () => {
  stageFunctions(noSettings, from, folder)
  writeSettings({ params: { A: '1' }, secrets: { KEY: 'one' } }, from, folder)
  expect([params(), secrets()]).toEqual([{ A: '1' }, { KEY: 'one' }])
  writeSettings(noSettings, from, folder)
  expect([params(), secrets()]).toEqual([{}, {}])
})

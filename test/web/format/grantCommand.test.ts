import { execFileSync } from 'node:child_process'

import { expect, it } from 'vitest'

import { grantCommand } from '../../../web/src/format/grantCommand.ts'

/** What a shell makes of a command: each word of it on a line. */
function wordsOf(command: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')
}

it.each([
  'ann@example.com',
  'ann+shop@example.com',
  "o'brien@example.com",
  '$HOME&`date`@example.com',
  'a;b|c>d@example.com',
  '*?{a,b}~!#@example.com',
])('%s is one word for a shell', (email) => {
  const command = grantCommand({ email, projectId: 'my-shop-1a2b3', authEmulator: null })
  expect(wordsOf(command)).toEqual(['npm', 'run', 'admin', '--', 'grant', email, '--project', 'my-shop-1a2b3'])
})

it('an ordinary address stands there without quotes', () => {
  expect(grantCommand({ email: 'ann@example.com', projectId: 'my-shop', authEmulator: null })).toBe(
    'npm run admin -- grant ann@example.com --project my-shop',
  )
})

it('on this machine the command goes to the emulator', () => {
  expect(grantCommand({ email: 'ann@example.com', projectId: 'demo-shop', authEmulator: '127.0.0.1:9099' })).toBe(
    'FIREBASE_AUTH_EMULATOR_HOST=127.0.0.1:9099 npm run admin -- grant ann@example.com --project demo-shop',
  )
})

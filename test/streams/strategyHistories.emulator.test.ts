import fc from 'fast-check'
import { expect } from 'vitest'

import type { Strategy } from '../../functions/src/model/source.ts'
import { dyingAt } from '../harness/crashes.ts'
import { playHistories } from '../harness/histories.ts'
import { Notebook } from './notebook.ts'

/* Histories of changes and crashes on the reference source, whichever way it tells its changes. */

interface History {
  readonly strategy: Strategy
  readonly parts: number
  readonly steps: readonly { kind: 'put' | 'remove' | 'sync' | 'die' | 'pass' | 'full'; n: number }[]
}

playHistories<History>(
  {
    kind: 'any history of changes and crashes ends with the cache being exactly the source, however it tells its changes',
    all: 300,
    few: 20,
    timeoutMs: 110_000,
    history: fc.record({
      strategy: fc.constantFrom('ordered', 'unordered', 'rescan'),
      parts: fc.constantFrom(1, 1, 5),
      steps: fc.array(
        fc.record({
          kind: fc.constantFrom('put', 'put', 'put', 'remove', 'sync', 'sync', 'die', 'pass', 'full'),
          n: fc.nat(12),
        }),
        { minLength: 4, maxLength: 25 },
      ),
    }),
  },
  async ({ strategy, parts, steps }) => {
    const book = new Notebook(strategy, parts)
    for (const [i, { kind, n }] of steps.entries()) {
      book.shop.pass(1)
      if (kind === 'put') book.put(`n${n}`, `text ${i}`)
      else if (kind === 'remove') book.remove(`n${n}`)
      else if (kind === 'pass') book.shop.pass(n * 300_000)
      else if (kind === 'full') await book.fullRun()
      else if (kind === 'sync') await book.sync()
      else {
        await book.sync(dyingAt(1 + n, 'after')).catch(() => {})
        book.shop.tasks = 0
        // The lease of who died runs out.
        book.shop.pass(200_000)
      }
    }
    book.put('last', 'one')
    book.shop.pass(3_700_000)
    // The first may go on with a full run that had read some parts before this was there.
    for (let again = 0; again < 2; again++) await book.sync()
    // A source that showed nothing for a while has had nothing deleted: only a full run that finds something deletes.
    const { docs } = await book.documents()
    expect(docs.some((document) => document.get('text') === 'one')).toBe(true)
    await book.fullRun()
    await book.expectSame()
  },
)

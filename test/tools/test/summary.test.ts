import { describe, expect, it } from 'vitest'

import type { FileResult } from '../../../tools/test/results.ts'
import { summaryOf } from '../../../tools/test/summary.ts'

const run = { ms: 511_400, seed: 123 }

function file(project: string, name: string, fields: Partial<FileResult> = {}): FileResult {
  return { project, file: name, ms: 1_000, passed: 1, skipped: 0, failures: [], histories: [], ...fields }
}

describe('the summary', () => {
  it('has a row for each project that ran, the slowest files first, and the form of the last line that programs look for', () => {
    const files = [
      file('unit', 'test/a.test.ts', { passed: 1_240, ms: 90_000 }),
      file('database', 'test/b.emulator.test.ts', { passed: 40, skipped: 1, ms: 20_000 }),
      file('database', 'test/c.emulator.test.ts', { ms: 95_000, failures: [{ name: 'one', message: 'No.\nMore' }] }),
    ]
    expect(summaryOf({ files, faults: ['The suite did not start.'] }, run).split('\n')).toEqual([
      'project   files  cases  skipped  time of all its files',
      'unit          1  1,240        0             1 min 30 s',
      'database      2     42        1             1 min 55 s',
      'The slowest files:',
      '    95.0 s  test/c.emulator.test.ts',
      '    90.0 s  test/a.test.ts',
      '    20.0 s  test/b.emulator.test.ts',
      'Everything took 8 min 31 s, with files and projects side by side.',
      '',
      'Failed: test/c.emulator.test.ts: one: No.',
      'Failed: The suite did not start.',
      'Tidemark: 1281 passed, 2 failed',
    ])
  })

  it('counts the random histories of each kind over all their shares, and says how to repeat them', () => {
    const files = [
      file('database', 'test/a.emulator.test.ts', {
        histories: [
          { kind: 'of crashes', played: 12 },
          { kind: 'of crashes', played: 13 },
        ],
      }),
      file('database', 'test/b.emulator.test.ts', { histories: [{ kind: 'of events', played: 50 }] }),
    ]
    const lines = summaryOf({ files, faults: [] }, run).split('\n')
    expect(lines).toEqual(
      expect.arrayContaining([
        'Random histories (--seed=123 repeats them):',
        '     25  of crashes',
        '     50  of events',
      ]),
    )
  })

  it('lists ten of the slowest files at most', () => {
    const files = Array.from({ length: 30 }, (_, i) => file('unit', `test/${i}.test.ts`, { ms: i * 1_000 }))
    const lines = summaryOf({ files, faults: [] }, run).split('\n')
    expect(lines.filter((line) => line.includes('.test.ts'))).toHaveLength(10)
    expect(lines.find((line) => line.includes('.test.ts'))).toBe('    29.0 s  test/29.test.ts')
  })
})

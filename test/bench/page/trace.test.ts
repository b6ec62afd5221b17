import { describe, expect, it } from 'vitest'

import { longestTaskMs } from '../../../bench/page/trace.ts'

const main = { pid: 7, tid: 1 }

function task(ts: number, dur: number, thread = main): object {
  return { name: 'RunTask', ph: 'X', ts, dur, ...thread }
}

function mark(which: 'begin' | 'end', ts: number): object {
  return { name: `tidemark:${which}`, ph: 'I', ts, ...main }
}

function traceOf(...traceEvents: object[]): string {
  return JSON.stringify({ traceEvents, metadata: {} })
}

describe('longestTaskMs', () => {
  it('is that of the main thread between the two marks, cut neither at the first nor at the last', () => {
    const trace = traceOf(
      task(0, 900_000),
      task(1_000_000, 30_000),
      mark('begin', 1_010_000),
      task(1_050_000, 5_500),
      { name: 'FunctionCall', ph: 'X', ts: 1_050_000, dur: 400_000, ...main },
      mark('end', 1_100_000),
      task(1_099_000, 20_000),
      task(1_200_000, 800_000),
    )
    expect(longestTaskMs(trace)).toBe(30)
  })

  it('leaves out other threads and other processes', () => {
    const others = [task(12, 900_000, { pid: 7, tid: 2 }), task(12, 900_000, { pid: 8, tid: 1 })]
    expect(longestTaskMs(traceOf(mark('begin', 10), ...others, task(12, 8_000), mark('end', 9_000)))).toBe(8)
  })

  it('refuses a trace in which nothing was measured', () => {
    expect(() => longestTaskMs(traceOf(task(0, 10)))).toThrow('where the action began')
    expect(() => longestTaskMs(traceOf(mark('begin', 0), task(0, 10)))).toThrow('where the action ended')
    expect(() => longestTaskMs(traceOf(mark('begin', 0), mark('end', 10)))).toThrow('no tasks')
  })
})

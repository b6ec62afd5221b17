import { describe, expect, it } from 'vitest'

import { openingMs } from '../../../bench/lab/clock.ts'
import { questionOf } from '../../../bench/latency/kinds.ts'
import { eventsOf } from '../../../bench/reads/day.ts'
import { dayMs, viewsOf, type View } from '../../../bench/reads/sessions.ts'
import { traffic } from '../../../bench/reads/traffic.ts'
import { sampleOrders } from '../../../tools/samples/orders.ts'
import { randomFrom } from '../../../tools/samples/random.ts'

const known = [...sampleOrders({ seed: 1, count: 200, now: openingMs })]

function viewsFrom(seed: number): View[] {
  const day = { from: openingMs, ...traffic, instanceMs: dayMs / traffic.instances }
  return viewsOf(day, randomFrom(seed), known)
}

describe("a day's views", () => {
  const views = viewsFrom(1)

  it('are the same for the same seed', () => {
    expect(viewsFrom(1)).toEqual(views)
    expect(viewsFrom(2)).not.toEqual(views)
  })

  it('are 100 sessions of 10 pages', () => {
    const sessions = Map.groupBy(views, ({ session }) => session)
    expect([...sessions.values()].map(({ length }) => length)).toEqual(Array.from({ length: 100 }, () => 10))
  })

  it('are of every kind', () => {
    const kinds = new Set(views.map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['first page', 'next page', 'status', 'dates', 'total', 'sort', 'search']))
  })

  it('follow one another within the day, and each session begins with the first page', () => {
    const times = views.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect([times[0], times.at(-1)].every((at = 0) => at >= openingMs && at < openingMs + dayMs)).toBe(true)
    const firsts = [...Map.groupBy(views, ({ session }) => session).values()].map(([first]) => first?.kind)
    expect(new Set(firsts)).toEqual(new Set(['first page']))
  })

  it('meet a cold instance once an hour at most', () => {
    const cold = views.filter(({ isCold }) => isCold)
    const hours = cold.map(({ at }) => Math.floor((at - openingMs) / 3_600_000))
    expect(new Set(hours).size).toBe(cold.length)
    expect(cold.length).toBeGreaterThan(0)
  })
})

it('the events of a day are its trade, syncs, instances and views, in the order of time', () => {
  const views = viewsFrom(1)
  const events = eventsOf({ from: openingMs, ...traffic }, randomFrom(1), views)
  const counts = Map.groupBy(events, ({ kind }) => kind)
  expect(Object.fromEntries([...counts].map(([kind, { length }]) => [kind, length]))).toEqual({
    trade: 300,
    recycle: 24,
    sync: 96,
    view: 1_000,
  })
  const times = events.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})

it('each search looks for something else', () => {
  const searches = Array.from({ length: 900 }, (_, i) => JSON.stringify(questionOf('search', i)))
  expect(new Set(searches).size).toBe(900)
})

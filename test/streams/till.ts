import { expect } from 'vitest'
import { z } from 'zod'

import { pipelineOf, type Pipeline } from '../../functions/src/model/pipeline.ts'
import { defineStream } from '../../functions/src/model/stream.ts'
import { createDerivedSource } from '../../functions/src/sources/derived/source.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import { TiedPipelines } from '../harness/pipelines.ts'

/*
 * Sales, of which a part (what was refunded) comes from another stream, and the days' sums, which are computed from them. What is
 * cached has to be what the sources hold together, whichever of them changed, in whatever order.
 */

const refundSchema = z.object({ id: z.string(), at: z.int(), sale: z.string(), amount: z.int() })
const saleSchema = z.object({ id: z.string(), at: z.int(), day: z.string(), total: z.int(), refunded: z.int() })
const daySchema = z.object({ id: z.string(), at: z.int(), sales: z.int(), sum: z.int() })

export const refunds = defineStream<z.infer<typeof refundSchema>>({
  name: 'refunds',
  schema: refundSchema,
  keyTime: ({ at }) => at,
  columns: [
    { name: 'sale', kind: 'text', label: 'Sale', of: ({ sale }) => sale },
    { name: 'amount', kind: 'integer', label: 'Amount', of: ({ amount }) => amount },
  ],
})
export const sales = defineStream<z.infer<typeof saleSchema>>({
  name: 'sales',
  schema: saleSchema,
  keyTime: ({ at }) => at,
  columns: [
    { name: 'day', kind: 'category', label: 'Day', of: ({ day }) => day },
    { name: 'left', kind: 'integer', label: 'Left', of: ({ total, refunded }) => total - refunded },
  ],
})
const days = defineStream<z.infer<typeof daySchema>>({
  name: 'days',
  schema: daySchema,
  keyTime: ({ at }) => at,
  columns: [{ name: 'sum', kind: 'integer', label: 'Sum', of: ({ sum }) => sum }],
})
const begin = Date.UTC(2026, 0, 1)
export const pipelines = ['square.days', 'square.sales', 'square.refunds'] as const
type Name = (typeof pipelines)[number]

/** A shop of sales, refunds and days in a database of its own, and what its cache has to hold. */
export class Till extends TiedPipelines<Name> {
  readonly sales = new Map<string, { day: string; total: number }>()
  readonly refunds = new Map<string, { sale: string; amount: number }>()
  readonly #saleSource = new MemorySource<z.infer<typeof saleSchema>>({
    name: 'square',
    now: () => this.now(),
    parse: ({ sourceId, raw }, inputs) => {
      const { day, total } = raw as { day: string; total: number } // As `putSale` has it.
      const parts = inputs.of(sourceId)['square.refunds'] ?? []
      const refunded = parts.reduce((sum, { amount }) => sum + Number(amount), 0)
      return { ok: true, record: { id: `square:${sourceId}`, at: begin, day, total, refunded }, payload: {} }
    },
  })
  readonly #refundSource = new MemorySource<z.infer<typeof refundSchema>>({
    name: 'square',
    now: () => this.now(),
    parse: ({ raw }) => ({ ok: true, record: refundSchema.parse(raw), payload: {} }),
  })
  /** Given so that dependents come before what they depend on. */
  readonly all: readonly Pipeline[] = [
    pipelineOf(
      createDerivedSource<z.infer<typeof daySchema>>({
        name: 'square',
        identity: 'days',
        now: () => this.now(),
        of: (day, rows) => {
          const own = rows['square.sales'] ?? []
          const sum = own.reduce((total, { left }) => total + Number(left), 0)
          return { id: `square:${day}`, at: begin, sales: own.length, sum }
        },
      }),
      days,
      null,
      [{ pipeline: 'square.sales', stream: sales, idsOf: ({ day }) => [String(day)] }],
    ),
    pipelineOf(this.#saleSource, sales, null, [
      { pipeline: 'square.refunds', stream: refunds, idsOf: ({ sale }) => [String(sale)] },
    ]),
    pipelineOf(this.#refundSource, refunds),
  ]

  protected override pipelinesIn(): readonly Pipeline[] {
    return this.all
  }

  putSale(id: string, day: string, total: number): void {
    this.sales.set(id, { day, total })
    this.#saleSource.put(id, { day, total })
  }

  putRefund(id: string, sale: string, amount: number): void {
    this.refunds.set(id, { sale, amount })
    this.#refundSource.put(id, { id: `square:${id}`, at: begin, sale, amount })
  }

  removeSale(id: string): void {
    this.sales.delete(id)
    this.#saleSource.remove(id)
  }

  removeRefund(id: string): void {
    this.refunds.delete(id)
    this.#refundSource.remove(id)
  }

  async expectSame(): Promise<void> {
    const refundedOf = (sale: string): number =>
      [...this.refunds.values()].reduce((sum, one) => sum + (one.sale === sale ? one.amount : 0), 0)
    const expectedSales = [...this.sales].map(([id, { day, total }]) => [id, { day, total, refunded: refundedOf(id) }])
    const cachedSales = [...(await this.cached('square.sales'))].map(([id, { day, total, refunded }]) => [
      id,
      { day, total, refunded },
    ])
    expect(Object.fromEntries(cachedSales)).toEqual(Object.fromEntries(expectedSales))
    const expectedDays = [...Map.groupBy(this.sales, ([, { day }]) => day)].map(([day, own]) => [
      day,
      { sales: own.length, sum: own.reduce((sum, [id, { total }]) => sum + total - refundedOf(id), 0) },
    ])
    const cachedDays = [...(await this.cached('square.days'))].map(([day, { sales: count, sum }]) => [
      day,
      { sales: count, sum },
    ])
    expect(Object.fromEntries(cachedDays)).toEqual(Object.fromEntries(expectedDays))
  }
}

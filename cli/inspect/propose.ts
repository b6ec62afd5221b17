import { columnHints, type ColumnHint } from './columnHints.ts'
import { fieldSettings } from './fieldSettings.ts'
import { findAll, type Findings } from './findings.ts'
import { moneySettings } from './moneySettings.ts'
import type { OrderSettingsInput } from './part.ts'
import type { Answers, Question } from './questions.ts'
import type { SampledDocument } from './sampled.ts'
import { statusSettings } from './statusSettings.ts'
import { zoneSettings } from './zoneSettings.ts'

/** What a sample says about a shop's orders. */
export interface Proposal {
  readonly findings: Findings
  /** `orders` of functions/tidemark.json, without what goes without saying. */
  readonly orders: OrderSettingsInput
  /** What the documents cannot say, and nobody has answered yet. */
  readonly questions: readonly Question[]
  /** What was decided, and by what. */
  readonly notes: readonly string[]
  /** Fields that may be worth a column of their own. */
  readonly columns: readonly ColumnHint[]
}

/** What is known beside the sample. */
export interface Given {
  /** The path of the collection, as settings write it. */
  readonly collection: string
  /** The currency that the shop has set already for orders that name none; null where it has set none. */
  readonly defaultCurrency: string | null
  readonly answers: Answers
}

/** The settings by which documents like those of a sample become orders, as far as the documents say it. */
export function propose(sample: readonly SampledDocument[], { collection, defaultCurrency, answers }: Given): Proposal {
  const findings = findAll(sample)
  const parts = [
    fieldSettings(findings),
    statusSettings(findings, answers),
    moneySettings(findings, answers, defaultCurrency),
    zoneSettings(findings, answers, defaultCurrency),
  ]
  const fields = Object.assign({}, ...parts.map(({ orders }) => orders.fields))
  return {
    findings,
    orders: {
      collection,
      ...Object.assign({}, ...parts.map(({ orders }) => orders)),
      ...(Object.keys(fields).length > 0 && { fields }),
    },
    questions: parts.flatMap(({ questions }) => questions),
    notes: parts.flatMap(({ notes }) => notes),
    columns: columnHints(findings),
  }
}

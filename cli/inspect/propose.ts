import { columnHints, type ColumnHint } from './columnHints.ts'
import { fieldSettings } from './fieldSettings.ts'
import { findAll, type Findings } from './findings.ts'
import { moneySettings } from './moneySettings.ts'
import type { OrderSettingsInput } from './part.ts'
import type { Answers, Question } from './questions.ts'
import type { SampledDocument } from './sampled.ts'
import { statusSettings } from './statusSettings.ts'
import { zoneSettings } from './zoneSettings.ts'

/** The settings that a sample of a shop's orders suggests, and the questions that it leaves open. */
export interface Proposal {
  readonly findings: Findings
  /** `orders` of functions/tidemark.json, without what Tidemark finds by itself. */
  readonly orders: OrderSettingsInput
  /** Questions that neither the documents nor anybody has answered yet. */
  readonly questions: readonly Question[]
  /** Decisions with their reasons, as sentences. */
  readonly notes: readonly string[]
  /** Fields that may be worth a column of their own. */
  readonly columns: readonly ColumnHint[]
}

/** Facts that are known beside the sample. */
export interface Given {
  /** The path of the collection, as settings write it. */
  readonly collection: string
  /** The currency that the shop has set already for orders that name none; null where it has set none. */
  readonly defaultCurrency: string | null
  readonly answers: Answers
}

/** Proposes settings by which documents like those of a sample become orders. */
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

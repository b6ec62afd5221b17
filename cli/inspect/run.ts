import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { parseSettingsFile } from '../../functions/src/settingsFile.ts'
import { readFirestoreSourceConfig } from '../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../functions/src/sources/firestore/orderSource.ts'
import { orderSettingsSchema, type OrderSettings } from '../../functions/src/sources/firestore/settings.ts'
import { UsageError } from '../commandLine.ts'
import { answersInSettings, askAll, type Ask } from './answers.ts'
import type { ColumnHint } from './columnHints.ts'
import {
  costLine,
  fieldLines,
  maskOrder,
  orderLine,
  questionLines,
  shownFields,
  tryOutLines,
  wordLines,
} from './print.ts'
import type { OrderSettingsInput } from './part.ts'
import { propose } from './propose.ts'
import type { Answers, Question } from './questions.ts'
import { readSample, type Sample } from './reading.ts'
import { changeSettings, diffLines, type SettingsChange } from './settingsChange.ts'
import type { SettingsText } from './settingsText.ts'
import { tryOut, type TryOut } from './tryOut.ts'

/** A collection to inspect, and what is known of it. */
export interface InspectJob {
  readonly db: Firestore
  readonly collection: string
  /** The number of documents to read, about. */
  readonly size: number
  readonly settings: SettingsText
  /** The param DEFAULT_CURRENCY; null where it is not set. */
  readonly defaultCurrency: string | null
  readonly say: (line: string) => void
}

/** The result of an inspection: the change to the settings file, the open questions, and the report. */
export interface Inspection {
  readonly change: SettingsChange
  readonly questions: readonly Question[]
  /** The report for programs, as --json prints it. */
  readonly json: object
}

/** Reads a sample and proposes settings for it. Prints what it found; changes nothing. */
export async function inspectCollection(
  job: InspectJob,
  {
    answers,
    replaces,
    ask,
  }: { readonly answers: Answers; readonly replaces: (path: string) => boolean; readonly ask: Ask },
): Promise<Inspection> {
  const { collection, settings, defaultCurrency, say } = job
  const sample = await sampled(job)
  const orders: unknown = settings.text === '' ? {} : Object(JSON.parse(settings.text)).orders
  const known = new Map([...answersInSettings(orders), ...answers])
  const proposalFor = (given: Answers) => propose(sample.documents, { collection, defaultCurrency, answers: given })
  const { findings, notes, columns } = proposalFor(known)
  const fields = shownFields(findings)
  const words = wordLines(findings)
  for (const line of ['', ...fieldLines(fields)]) say(line)
  if (words.length > 0) for (const line of ['', 'status', ...words]) say(line)
  const problemWith = (some: Answers) => problemIn(proposalFor(some).orders)
  const problem = problemWith(known)
  if (problem !== null) throw new UsageError(`An answer ${problem}.`)
  const questionsFor = (some: Answers) => proposalFor(some).questions
  const given = ask === null ? known : await askAll(known, { ask, say, questionsFor, problemWith })
  const { orders: proposed, questions, notes: told } = proposalFor(given)
  const change = changeSettings(settings.text, proposed, replaces)
  const tried = outcome(job, sample, parseSettingsFile(change.after, settings.shown).orders)
  for (const line of ['', ...told, ...columns.map(hintOf), '', ...tryOutLines(tried)]) say(line)
  if (questions.length > 0) for (const line of ['', 'open questions', ...questionLines(questions)]) say(line)
  const difference = diffLines(change.before, change.after)
  say('')
  if (difference.length === 0) say(`${settings.shown} says so already.`)
  else for (const line of [`${settings.shown} would change:`, ...difference]) say(line)
  for (const path of change.kept)
    say(`${path} is the shop's own and differs from what was found: it stays (--replace takes what was found).`)
  const { documents, reads } = sample
  return {
    change,
    questions,
    json: {
      collection,
      sample: { documents: documents.length, reads, notes: sample.notes },
      fields,
      status: findings.status.kind === 'field' ? findings.status.words : [],
      notes,
      columns,
      questions,
      settings: { orders: proposed },
      kept: change.kept,
      ...outcomeJson(tried),
    },
  }
}

/** Reads a sample by the present settings, and prints its orders. Returns the report for programs. */
export async function trySettings(job: InspectJob): Promise<object> {
  const sample = await sampled(job)
  const tried = outcome(job, sample, { ...job.settings.file.orders, collection: job.collection })
  const orders = tried.orders.map((order) => maskOrder(order, job.settings.file.orders.columns))
  for (const line of ['', ...orders.slice(0, mostLines).map(orderLine)]) job.say(line)
  if (orders.length > mostLines) job.say(`... and ${orders.length - mostLines} more: --json prints all`)
  for (const line of ['', ...tryOutLines(tried)]) job.say(line)
  return {
    collection: job.collection,
    sample: { documents: sample.documents.length, reads: sample.reads },
    ...outcomeJson(tried),
    orders,
  }
}

/** The fault in settings that hold an answer; null where there is none. */
function problemIn(orders: OrderSettingsInput): string | null {
  const read = orderSettingsSchema.safeParse(orders)
  return read.success ? null : (read.error.issues[0]?.message ?? 'cannot be')
}

const mostLines = 50

async function sampled({ db, collection, size, say }: InspectJob): Promise<Sample> {
  const sample = await readSample(db, collection, size)
  if (sample.documents.length === 0)
    throw new Error(`The collection "${collection}" holds no documents: name another with --collection.`)
  say(`${collection}: ${costLine(sample.documents.length, sample.reads)}`)
  for (const note of sample.notes) say(note)
  return sample
}

function outcome(
  { db, collection, defaultCurrency }: InspectJob,
  { documents }: Sample,
  orders: OrderSettings,
): TryOut {
  const config = readFirestoreSourceConfig({
    orders,
    ...(defaultCurrency !== null && { defaultCurrency }),
    changeFeed: true,
  })
  return tryOut(documents, collection, createOrderSource(db, config))
}

function outcomeJson({ read, orders, quarantined, unknownStatuses, notices }: TryOut): object {
  return { outcome: { read, orders: orders.length, quarantined, unknownStatuses, notices } }
}

function hintOf({ path, kind, coverage }: ColumnHint): string {
  return `"${path}" (${kind}, ${Math.round(100 * coverage)} %) may be worth a column of its own: orders.columns`
}

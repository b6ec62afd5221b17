import type { Findings } from './findings.ts'
import { currenciesOf } from './moneySettings.ts'
import { countOf, type SettingsPart } from './part.ts'
import type { Answers } from './questions.ts'
import { findZone } from './zones.ts'

const key = 'orders.timeZone'

/** The setting for the zone of times that name none. */
export function zoneSettings(findings: Findings, answers: Answers, defaultCurrency: string | null): SettingsPart {
  const { times, sample } = findings
  const answer = answers.get(key)
  if (answer !== undefined) return { orders: { timeZone: answer }, questions: [], notes: [] }
  const found = findZone(times, sample, currenciesOf(findings, answers, defaultCurrency))
  if (found.kind === 'none') return { orders: {}, questions: [], notes: [] }
  if (found.kind === 'unknown') {
    const text =
      `The times of ${countOf(found.of, sample.length)} name no zone, and were written long before Firestore saw the documents. ` +
      'Whose clock is it? An IANA time zone like Asia/Kolkata; without an answer they are taken for UTC.'
    return { orders: {}, questions: [{ key, text, choices: null, isEssential: false }], notes: [] }
  }
  const others =
    found.others.length === 0
      ? ''
      : ` ${found.others.length} other zones agree as well, such as ${found.others.slice(0, 3).join(', ')}.`
  const note =
    `Times without a zone are taken for the clock of ${found.zone}: by it ${countOf(found.agreeing, found.of, 'times')} ` +
    `are those at which Firestore saw the document. This is a guess.${others}`
  return { orders: found.zone === 'UTC' ? {} : { timeZone: found.zone }, questions: [], notes: [note] }
}

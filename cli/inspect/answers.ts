import { isMap } from '../../functions/src/lib/firestore/firestoreValues.ts'
import { UsageError } from '../commandLine.ts'
import type { Answers, Question } from './questions.ts'

/** The answers that settings give already, so that nobody is asked again. */
export function answersInSettings(orders: unknown): Map<string, string> {
  const answers = new Map<string, string>()
  const take = (value: unknown, path: string): void => {
    if (isMap(value)) for (const [name, inner] of Object.entries(value)) take(inner, `${path}.${name}`)
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      answers.set(path, String(value))
  }
  take(orders, 'orders')
  return answers
}

/** Reads answers as flags give them: `orders.money.unit=minor`. Throws a UsageError. */
export function answersInFlags(flags: readonly string[]): Map<string, string> {
  return new Map(
    flags.map((flag): [string, string] => {
      // A word of status may have one itself.
      const at = flag.lastIndexOf('=')
      if (at <= 0 || !isAsked(flag.slice(0, at)))
        throw new UsageError(`--answer takes SETTING=VALUE, like orders.money.unit=minor, not "${flag}"`)
      return [flag.slice(0, at), flag.slice(at + 1)]
    }),
  )
}

/** The keys of all questions that there may be. */
const asked =
  /^orders\.(money\.(unit|decimal|currencies\..+)|currency|timeZone|status\.(default|words\..+)|fields\.totalAmount\.default)$/

function isAsked(key: string): boolean {
  return asked.test(key)
}

/** Asks somebody; null where nobody is there. */
export type Ask = ((question: string) => Promise<string>) | null

/** Puts questions to somebody, and tells what is wrong with an answer. */
export interface Interview {
  readonly ask: NonNullable<Ask>
  readonly say: (line: string) => void
  /** Returns the questions that are still open with these answers: one answer may settle several. */
  readonly questionsFor: (answers: Answers) => readonly Question[]
  /** Returns why the settings refuse an answer; null where they take it. */
  readonly problemWith: (answers: Answers) => string | null
}

/** Asks one question after another until none is left. An empty answer leaves its question open. */
export async function askAll(known: Answers, { ask, say, questionsFor, problemWith }: Interview): Promise<Answers> {
  let answers = known
  const skipped = new Set<string>()
  for (;;) {
    const question = questionsFor(answers).find(({ key }) => !skipped.has(key))
    if (question === undefined) return answers
    const answer = await ask(`${question.text}\n${hint(question)} `)
    if (answer === '') {
      skipped.add(question.key)
      continue
    }
    const all = new Map([...answers, [question.key, answer]])
    const problem = question.choices?.includes(answer) === false ? 'is not one of them' : problemWith(all)
    if (problem === null) answers = all
    else say(`"${answer}" ${problem}.`)
  }
}

function hint({ choices }: Question): string {
  return `${choices === null ? '' : `${choices.join(', ')}; `}Enter to leave it open:`
}

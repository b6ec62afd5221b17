import { listRecordsRequestSchema, type ColumnDescription, type ColumnTest } from 'contract/records.ts'
import { isDatePreset, type DatePreset } from '../list/datePresets.ts'
import { testParam, type TestOperator } from '../routing/records.ts'

/*
 * The tests of a stream's columns as an address has them: `in.status=open&in.status=held`, `min.total=100`, `from.createdAt=...`,
 * or `days.createdAt=7d` for days with a name.
 */

/** The tests of columns, and the named days that stand for a period. */
export interface RecordTests {
  readonly tests: Readonly<Record<string, ColumnTest>>
  readonly days: Readonly<Record<string, DatePreset>>
}

/** The operators that a column of each kind takes. */
const operators: Readonly<Record<ColumnDescription['kind'], readonly TestOperator[]>> = {
  text: ['in'],
  category: ['in'],
  flag: ['in'],
  integer: ['min', 'max'],
  number: ['min', 'max'],
  time: ['from', 'to'],
}

/** The tests in an address; `ignored` is given the names of the params that mean nothing here. */
export function testsIn(
  params: URLSearchParams,
  columns: readonly ColumnDescription[],
  ignored: string[],
): RecordTests {
  const tests: Record<string, ColumnTest> = {}
  const days: Record<string, DatePreset> = {}
  const used = new Set<string>()
  for (const column of columns) {
    const { name, kind } = column
    const preset = kind === 'time' ? params.get(testParam('days', name)) : null
    if (preset !== null && isDatePreset(preset)) {
      days[name] = preset
      used.add(testParam('days', name))
      continue
    }
    const given = operators[kind].filter((operator) => params.has(testParam(operator, name)))
    if (given.length === 0) continue
    const test = testOf(column, params)
    if (test === null) continue
    tests[name] = test
    for (const operator of given) used.add(testParam(operator, name))
  }
  ignored.push(...new Set([...params.keys()].filter((param) => param.includes('.') && !used.has(param))))
  return { tests, days }
}

/** Writes tests into an address. */
export function putTests({ tests, days }: RecordTests, params: URLSearchParams): void {
  for (const [name, { in: values = [], ...ends }] of Object.entries(tests)) {
    for (const value of values) params.append(testParam('in', name), String(value))
    for (const [operator, end] of Object.entries(ends)) {
      if (end !== undefined) params.set(testParam(operator as TestOperator, name), String(end)) // The test's own keys.
    }
  }
  for (const [name, preset] of Object.entries(days)) params.set(testParam('days', name), preset)
}

/** Reads the test of a column from an address; null where the functions would refuse it. */
function testOf({ name, kind }: ColumnDescription, params: URLSearchParams): ColumnTest | null {
  const raw = Object.fromEntries(
    operators[kind].flatMap((operator) => {
      const texts = params.getAll(testParam(operator, name))
      return texts.length === 0 ? [] : [[operator, valueOf(operator, kind, texts)] as const]
    }),
  )
  const parsed = listRecordsRequestSchema.shape.filter.safeParse({ [name]: raw })
  const test = parsed.data?.[name]
  return typeof test === 'object' && !isInverted(test) ? test : null
}

function valueOf(operator: TestOperator, kind: ColumnDescription['kind'], texts: readonly string[]): unknown {
  const [first = ''] = texts
  if (operator === 'in') return kind === 'flag' ? texts.map((text) => text === 'true') : texts
  if (operator === 'from' || operator === 'to') return first
  return first.trim() === '' ? Number.NaN : Number(first)
}

function isInverted({ from, to, min, max }: ColumnTest): boolean {
  const isLate = from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to)
  return isLate || (min !== undefined && max !== undefined && min > max)
}

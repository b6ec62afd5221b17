import { listRecordsRequestSchema, type ColumnDescription, type ColumnTest } from 'contract/records.ts'
import type { ShopDay } from '../ui/shopZone.tsx'
import { isDatePreset, rangeOf, type DatePreset } from './datePresets.ts'
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

/** A test that somebody chose, or days with a name in the place of one. */
export type GivenTest = ColumnTest | { readonly days: DatePreset }

/**
 * The tests with another one of a column; null takes it out. In another currency an amount means another thing: tests of amounts go
 * with those of their currency.
 */
export function withTest(
  columns: readonly ColumnDescription[],
  { tests: given, days: named }: RecordTests,
  column: string,
  test: GivenTest | null,
): RecordTests {
  const gone = [column, ...columns.filter(({ money }) => money?.currency === column).map(({ name }) => name)]
  const tests = Object.fromEntries(Object.entries(given).filter(([name]) => !gone.includes(name)))
  const { [column]: _days, ...days } = named
  if (test === null) return { tests, days }
  if ('days' in test) return { tests, days: { ...days, [column]: test.days } }
  const known = Object.fromEntries(Object.entries(test).filter(([, value]) => value !== undefined && !isEmpty(value)))
  return { days, tests: Object.keys(known).length === 0 ? tests : { ...tests, [column]: known } }
}

/** The number of columns that are tested. */
export function testCount({ tests, days }: RecordTests): number {
  return Object.keys(tests).length + Object.keys(days).length
}

/** The tests as a filter has them, days with a name as times. */
export function testsOn({ tests, days }: RecordTests, day: ShopDay): Readonly<Record<string, ColumnTest>> {
  const periods = Object.entries(days).map(([name, preset]) => [name, rangeOf(preset, day)] as const)
  return { ...tests, ...Object.fromEntries(periods) }
}

/** Tells whether a test is an empty list, which would match nothing and is refused. */
function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
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

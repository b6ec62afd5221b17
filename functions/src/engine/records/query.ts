import type { ColumnKind, ColumnTest, RecordFilter, RecordSort } from '../../contract/records.ts'
import { InvalidInputError } from '../../lib/errors.ts'
import type { ColumnDeclaration, Stream } from '../../model/stream.ts'
import { needleOf, periodTest, rangeTest, wordTest, type CompiledFilter } from '../plan/filter.ts'
import { newestFirst, type RowOrder } from '../plan/sort.ts'

type Operator = keyof ColumnTest

/** The operators that a column of each kind takes. */
const operators: Readonly<Record<ColumnKind, readonly Operator[]>> = {
  text: ['in'],
  category: ['in'],
  flag: ['in'],
  integer: ['min', 'max'],
  number: ['min', 'max'],
  time: ['from', 'to'],
}

/** Turns a parsed filter into tests. Throws an InvalidInputError that names the column which cannot be asked so. */
export function compileRecordFilter(stream: Stream, { search, ...tests }: RecordFilter): CompiledFilter {
  const asked = Object.entries(tests).flatMap(([name, test]) => {
    const field = `filter.${name}`
    // Nothing else gets through the schema.
    return typeof test === 'object' ? { column: columnOf(stream, name, field), test, field } : []
  })
  return { ...testsOf(asked), needle: needleOf(search) }
}

/** A test of a column, and the place in the request that messages name. */
export interface AskedTest {
  readonly column: ColumnDeclaration
  readonly test: ColumnTest
  readonly field: string
}

/** The tests that are asked of columns. Throws an InvalidInputError that names the column which cannot be asked so. */
export function testsOf(asked: readonly AskedTest[]): Omit<CompiledFilter, 'needle'> {
  for (const one of asked) assertAskable(one)
  return {
    ranges: asked.flatMap(({ column: { name }, test: { from, to, min, max } }) => [
      ...periodTest(name, from, to),
      ...rangeTest(name, min, max),
    ]),
    words: asked.flatMap(({ column: { name }, test }) => wordTest(name, test.in?.map(String))),
  }
}

/** The order that is asked for; the newest first where none is. Throws an InvalidInputError (`sort.field`). */
export function orderOfRecords(stream: Stream, sort?: RecordSort): RowOrder {
  if (sort === undefined) return newestFirst
  const { field, direction } = sort
  if (field === 'createdAt') return { column: field, isText: false, direction }
  const column = stream.columns.find(({ name }) => name === field)
  if (column?.sort !== true) {
    const sortable = stream.columns.filter((one) => one.sort).map(({ name }) => name)
    throw new InvalidInputError('sort.field', `must be one of ${['createdAt', ...sortable].join(', ')}`)
  }
  return { column: field, isText: isText(column), direction }
}

/** Tells whether a column sorts by its words. */
export function isText({ kind }: ColumnDeclaration): boolean {
  return kind === 'text' || kind === 'category'
}

/** A column that answers show, or the key time. Throws an InvalidInputError, for `field`, where there is none of that name. */
export function columnOf(stream: Stream, name: string, field: string): ColumnDeclaration {
  if (name === 'createdAt') return { name, kind: 'time' }
  if (name === 'id') return { name, kind: 'text' }
  const shown = stream.columns.filter(({ hidden }) => !hidden)
  const column = shown.find((one) => one.name === name)
  if (column !== undefined) return column
  const names = ['id', 'createdAt', ...shown.map((one) => one.name)].join(', ')
  throw new InvalidInputError(field, `is no column of ${stream.name}, which has ${names}`)
}

function assertAskable({ column: { kind }, test, field }: AskedTest): void {
  const allowed = operators[kind]
  const given = Object.keys(test) as Operator[] // The schema's keys.
  const wrong = given.find((operator) => !allowed.includes(operator))
  if (wrong !== undefined || given.length === 0) {
    throw new InvalidInputError(field, `is a column of kind ${kind}: ask it by ${allowed.join(' and ')}`)
  }
  const { from, to, min, max } = test
  if (test.in?.some((value) => (typeof value === 'boolean') !== (kind === 'flag'))) {
    throw new InvalidInputError(`${field}.in`, kind === 'flag' ? 'must be true or false' : 'must be texts')
  }
  if (from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to)) {
    throw new InvalidInputError(`${field}.to`, 'must not be before from')
  }
  if (min !== undefined && max !== undefined && min > max) {
    throw new InvalidInputError(`${field}.max`, 'must not be less than min')
  }
}

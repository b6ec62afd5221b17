import type { ColumnKind } from '../contract/records.ts'
import type { Cell, Column } from '../model/stream.ts'

/** A column that a shop declares in `functions/tidemark.json`: one of its orders, or of a stream of its own. */
export interface OwnColumn {
  readonly name: string
  /** The heading that people read; by default it follows from the name. */
  readonly label?: string | undefined
  readonly kind: ColumnKind | 'money'
  readonly search: boolean
  readonly facet: boolean
  readonly sort: boolean
  readonly shown: boolean
  readonly exported: boolean
  /** True where the column names a person, or leads to one. By default columns of texts do. */
  readonly personal?: boolean | undefined
}

/** A value as records hold it: a time is ISO 8601 in UTC, money an integer in minor units; null where there is none that can be read. */
export type OwnValue = string | number | boolean | null

/** The most characters of all texts of a row together: an order that is full of them must not fill a segment. */
const rowCharacters = 4_000
const categoryCharacters = 200

/**
 * The columns of `declared` for a stream's rows, each under the name that `nameOf` gives it; amounts are in the currency that the
 * column `currency` names. A long text is cut in rows, where "…" ends it, and whole in the record. A flag that is absent is false.
 */
export function ownColumns<R>(
  declared: readonly OwnColumn[],
  valueOf: (record: R, name: string) => OwnValue | undefined,
  nameOf: (name: string) => string = (name) => name,
): Column<R>[] {
  const texts = declared.filter(({ kind }) => kind === 'text').length
  const characters = Math.floor(rowCharacters / Math.max(1, texts))
  return declared.map(({ name, label, kind, search, facet, sort, shown, exported, ...column }) => ({
    name: nameOf(name),
    label: label ?? labelOf(name),
    kind: kind === 'money' ? 'integer' : kind,
    of: (record: R) => cellOf(kind, valueOf(record, name), characters),
    ...(search && { search: 'text' as const }),
    ...(facet && { facet: true as const }),
    ...(['integer', 'number', 'time', 'money'].includes(kind) && { range: true as const }),
    ...(sort && { sort: true as const }),
    ...(!shown && { shown: false as const }),
    ...(!exported && { exported: false as const }),
    ...(isPersonal({ kind, ...column }) && { personal: true as const }),
    ...(kind === 'money' && { money: { currency: 'currency' } }),
  }))
}

/** Tells whether a declared column names a person, or leads to one. */
export function isPersonal({ personal, kind }: Pick<OwnColumn, 'personal' | 'kind'>): boolean {
  return personal ?? kind === 'text'
}

function cellOf(kind: OwnColumn['kind'], value: OwnValue | undefined, characters: number): Cell {
  switch (kind) {
    case 'text':
      return typeof value === 'string' ? cut(value, characters) : null
    case 'category':
      // It is no name of a member, by which words are counted.
      return typeof value === 'string' && value !== '__proto__' ? cut(value, categoryCharacters) : null
    case 'time':
      return typeof value === 'string' ? Date.parse(value) : null
    case 'flag':
      return value === true
    case 'integer':
    case 'number':
    case 'money':
      return typeof value === 'number' ? value : null
  }
}

function cut(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1)}…`
}

/** The label of a column without one: "unitPrice" and "unit_price" are "Unit price". */
function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').replace(/(?<=[a-z\d])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

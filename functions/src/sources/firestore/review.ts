import type { ChangeTimes, Marks, Review, SourceNotice, SourceRecord } from '../../model/source.ts'
import { settingNames, type FirestoreSourceConfig } from './config.ts'
import { dataOf } from './documents.ts'
import { orderFields, itemFields } from './fieldNames.ts'
import { keysOf, valueAt } from './fields.ts'
import { mixedNotice, unreadableNotice } from './notices.ts'
import { describeKind, kindOf } from './time.ts'

/*
 * What no single record shows: a field that none of them has, times of several kinds. Each record of an enumeration leaves
 * marks, and the numbers of marks tell in the end (invariant 14).
 */

const changed = 'has a change time'
const unreadable = 'kind: none'
const kindMark = 'kind: '

/** A field that a setting names, or that no order can do without. */
interface WatchedField {
  readonly path: string
  readonly setting: string
  isIn(data: unknown): boolean
}

/** Marks the records of an enumeration for `review`. */
export function marker(config: FirestoreSourceConfig): (record: SourceRecord) => readonly string[] {
  const fields = watchedFields(config)
  const changedAtKeys = keysOf(config.changedAtField)
  return ({ raw }) => {
    const data = dataOf(raw)
    const marks = fields.filter((field) => field.isIn(data)).map(markOf)
    const value = valueAt(data, changedAtKeys) ?? null
    if (value === null) return marks
    const kind = kindOf(value)
    return [...marks, changed, kind === null ? unreadable : `${kindMark}${describeKind(kind)}`]
  }
}

/** What the marks of `seen` records say; the kinds of alert that it decides on are `reviewed`. */
export function review(config: FirestoreSourceConfig, marks: Marks, seen: number): Review {
  if (seen === 0) return { notices: [emptyNotice(config)], reviewed, changeTimes: null }
  const changeTimes = changeTimesOf(marks)
  const missing = seen - (marks[changed] ?? 0)
  const absent = watchedFields(config).filter((field) => marks[markOf(field)] === undefined)
  return {
    notices: [
      ...(absent.length > 0 ? [absentNotice(config, absent, seen)] : []),
      ...(changeTimes === 'mixed' ? [mixedNotice(config, toldKinds(marks))] : []),
      ...(changeTimes === 'unreadable' ? [unreadableNotice(config)] : []),
      ...(missing > 0 && missing < seen ? [missingNotice(config, missing, seen)] : []),
    ],
    reviewed,
    changeTimes,
  }
}

const reviewed = [
  'empty-source',
  'absent-fields',
  'mixed-change-times',
  'unreadable-change-times',
  'missing-change-time',
] as const

function changeTimesOf(marks: Marks): ChangeTimes {
  if (marks[changed] === undefined) return 'none'
  const kinds = kindsIn(marks)
  const isUnreadable = marks[unreadable] !== undefined
  if (kinds.length === 0) return 'unreadable'
  return kinds.length > 1 || isUnreadable ? 'mixed' : 'ordered'
}

/** Each kind with the number of orders that have it, the most frequent first. */
function kindsIn(marks: Marks): [kind: string, count: number][] {
  return Object.entries(marks)
    .filter(([mark]) => mark.startsWith(kindMark) && mark !== unreadable)
    .sort(([, a], [, b]) => b - a)
    .map(([mark, count]) => [mark.slice(kindMark.length), count])
}

function toldKinds(marks: Marks): string {
  const kinds = [...kindsIn(marks), ['none that can be read', marks[unreadable] ?? 0] as const]
  return kinds
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind} (${count})`)
    .join(', ')
}

function markOf({ setting, path }: WatchedField): string {
  return `field: ${setting} ${path}`
}

function watchedFields(config: FirestoreSourceConfig): WatchedField[] {
  const { createdAtField, changedAtField } = config
  const { fields } = config.orders
  const own = Object.entries(fields).map(([name, { paths }]): [string, string] => [name, paths[0] ?? ''])
  const mapped = { status: 'status', totalAmount: 'totalAmount', ...Object.fromEntries(own) }
  const paths = Object.entries(mapped).filter(([name]) => name in orderFields)
  const itemPaths = Object.entries(mapped).filter(([name]) => name in itemFields)
  return [
    watched(createdAtField, settingNames.createdAtField),
    watched(changedAtField, settingNames.changedAtField),
    ...paths.map(([, path]) => watched(path, settingNames.fields)),
    ...itemPaths.map(([, path]) => watchedInItems(fields.items?.paths[0] ?? orderFields.items[0], path)),
  ]
}

function watched(path: string, setting: string): WatchedField {
  const keys = keysOf(path)
  return { path, setting, isIn: (data) => (valueAt(data, keys) ?? null) !== null }
}

function watchedInItems(itemsPath: string, path: string): WatchedField {
  const [itemsKeys, keys] = [keysOf(itemsPath), keysOf(path)]
  return {
    path: `${itemsPath}[].${path}`,
    setting: settingNames.fields,
    isIn: (data) => {
      const items = valueAt(data, itemsKeys)
      return Array.isArray(items) && items.some((item) => (valueAt(item, keys) ?? null) !== null)
    },
  }
}

function emptyNotice({ collection }: FirestoreSourceConfig): SourceNotice {
  return {
    kind: 'empty-source',
    message:
      `The collection "${collection}" holds no orders. If the shop keeps them elsewhere, name that collection by ` +
      `${settingNames.collection}; otherwise this closes with the first order.`,
  }
}

function absentNotice(
  { collection }: FirestoreSourceConfig,
  absent: readonly WatchedField[],
  seen: number,
): SourceNotice {
  const named = absent.map(({ path, setting }) => `"${path}" (${setting})`).join(', ')
  return {
    kind: 'absent-fields',
    message: `None of ${seen} orders in "${collection}" has ${named}: correct the setting, deploy, and start a full resync.`,
  }
}

function missingNotice(
  { changedAtField, changeFeed }: FirestoreSourceConfig,
  missing: number,
  seen: number,
): SourceNotice {
  const found = changeFeed ? 'by the change feed and by full runs' : 'by full runs only'
  return {
    kind: 'missing-change-time',
    message:
      `${missing} of ${seen} orders have no "${changedAtField}": their changes are found ${found}. ` +
      `Let the shop stamp them, or name another field by ${settingNames.changedAtField}.`,
  }
}

import type { ChangeTimes, Marks, Review, SourceNotice, SourceRecord } from '../../model/source.ts'
import { TimeZone } from '../../contract/timeZone.ts'
import { unreadKind, unreadNotice } from '../../model/unread.ts'
import { dataOf } from './documents.ts'
import { firstPathOf, isBlank, keysOf, valueAt, valueFinder } from './fields.ts'
import { foundOtherwise, type CollectionLayout } from './layout.ts'
import { mixedNotice, unreadableNotice } from './notices.ts'
import type { ColumnSettings, ValueSettings } from './settings.ts'
import { describeKind, kindOf } from './time.ts'
import { unreadCounts } from './unread.ts'

/*
 * The review of an enumeration finds what no single record shows: a field that none of them has, times of several kinds. Each record leaves
 * marks, and the numbers of marks tell in the end (invariant 14).
 */

const changed = 'has a change time'
const unreadable = 'kind: none'
const kindMark = 'kind: '

/** A field that a setting names, or that no record can do without. */
export interface WatchedField {
  readonly path: string
  readonly setting: string
  isIn(data: unknown): boolean
}

/** Marks the records of an enumeration for `review`. */
export function marker(
  layout: CollectionLayout,
  watchedFields: readonly WatchedField[],
): (record: SourceRecord) => readonly string[] {
  const fields = allWatched(layout, watchedFields)
  const zone = new TimeZone(layout.timeZone)
  const changedAtKeys = layout.changedAtField === null ? null : keysOf(layout.changedAtField)
  return ({ raw }) => {
    const data = dataOf(raw)
    const marks = fields.filter((field) => field.isIn(data)).map(markOf)
    const value = changedAtKeys === null ? null : (valueAt(data, changedAtKeys) ?? null)
    if (value === null) return marks
    const kind = kindOf(value, zone)
    return [...marks, changed, kind === null ? unreadable : `${kindMark}${describeKind(kind)}`]
  }
}

/** Reviews the marks of `seen` records; `reviewed` are the kinds of alert that this decides on. */
export function review(
  layout: CollectionLayout,
  watchedFields: readonly WatchedField[],
  marks: Marks,
  seen: number,
): Review {
  if (seen === 0) return { notices: [emptyNotice(layout)], reviewed, changeTimes: null }
  const changeTimes = changeTimesOf(marks)
  const missing = seen - (marks[changed] ?? 0)
  // Where no field is named, the change feed finds every change.
  const isMissing = layout.changedAtField === null ? !layout.changeFeed : missing > 0 && missing < seen
  const unread = unreadNotice(unreadCounts(marks), seen, layout.noun)
  const absent = allWatched(layout, watchedFields).filter((field) => marks[markOf(field)] === undefined)
  return {
    notices: [
      ...(absent.length > 0 ? [absentNotice(layout, absent, seen)] : []),
      ...(changeTimes === 'mixed' ? [mixedNotice(layout, toldKinds(marks))] : []),
      ...(changeTimes === 'unreadable' ? [unreadableNotice(layout)] : []),
      ...(isMissing ? [missingNotice(layout, missing, seen)] : []),
      ...(unread === null ? [] : [unread]),
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
  unreadKind,
] as const

function changeTimesOf(marks: Marks): ChangeTimes {
  if (marks[changed] === undefined) return 'none'
  const kinds = kindsIn(marks)
  const isUnreadable = marks[unreadable] !== undefined
  if (kinds.length === 0) return 'unreadable'
  return kinds.length > 1 || isUnreadable ? 'mixed' : 'ordered'
}

/** Each kind with the number of records that have it, the most frequent first. */
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

function allWatched(layout: CollectionLayout, others: readonly WatchedField[]): readonly WatchedField[] {
  const { createdAtField, changedAtField, settings } = layout
  return [
    ...(createdAtField === null ? [] : [watched(createdAtField, settings.createdAtField)]),
    ...(changedAtField === null ? [] : [watched(changedAtField, settings.changedAtField)]),
    ...others,
  ]
}

/** A value of a record, by the settings that say where it stands. */
export function watchedValue(place: ValueSettings, setting: string): WatchedField {
  const find = valueFinder(place)
  return { path: firstPathOf(place), setting, isIn: (data) => !isBlank(find(data)) }
}

/** The values of declared columns. One that has a default may be absent. */
export function watchedColumns(
  columns: readonly ColumnSettings[],
  settingOf: (column: string) => string,
): WatchedField[] {
  return columns
    .filter(({ path }) => path.default === undefined)
    .map(({ name, path }) => watchedValue(path, settingOf(name)))
}

/** A field of a record, by its path. */
function watched(path: string, setting: string): WatchedField {
  const keys = keysOf(path)
  return { path, setting, isIn: (data) => (valueAt(data, keys) ?? null) !== null }
}

function emptyNotice({ collection, noun, settings }: CollectionLayout): SourceNotice {
  return {
    kind: 'empty-source',
    message:
      `The collection "${collection}" holds no ${noun}. If the shop keeps them elsewhere, name that collection by ` +
      `${settings.collection}; otherwise this closes with the first one.`,
  }
}

function absentNotice(
  { collection, noun, advice = '' }: CollectionLayout,
  absent: readonly WatchedField[],
  seen: number,
): SourceNotice {
  const named = absent.map(({ path, setting }) => `"${path}" (${setting})`).join(', ')
  return {
    kind: 'absent-fields',
    message: `None of ${seen} ${noun} in "${collection}" has ${named}: correct the setting and deploy: a full run follows by itself.${advice}`,
  }
}

function missingNotice(layout: CollectionLayout, missing: number, seen: number): SourceNotice {
  const { changedAtField, noun, settings } = layout
  const message =
    changedAtField === null
      ? `${settings.changedAtField} names no field that says when ${noun} changed: new ones and changes are found ` +
        `${foundOtherwise(layout)}. Switch on ${settings.changeFeed}, or name such a field.`
      : `${missing} of ${seen} ${noun} have no "${changedAtField}": their changes are found ${foundOtherwise(layout)}. ` +
        `Let the shop stamp them, or name another field by ${settings.changedAtField}.`
  return { kind: 'missing-change-time', message }
}

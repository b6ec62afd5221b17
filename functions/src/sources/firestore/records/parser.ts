import { TimeZone } from '../../../contract/timeZone.ts'
import { isInstant, isoOf, type Instant } from '../../../lib/instant.ts'
import type { ParsedRecord, SourceRecord } from '../../../model/source.ts'
import { recordIdOf } from '../../../model/stream.ts'
import { amountReader } from '../amounts.ts'
import { currencyReader } from '../currencies.ts'
import { rawDocument } from '../documents.ts'
import { keysOf, valueAt, valueReader } from '../fields.ts'
import { ownValueReader, type OwnValues } from '../ownValues.ts'
import { momentOf } from '../time.ts'
import { unreadColumn } from '../unread.ts'
import { settingOf, type RecordSourceConfig } from './config.ts'
import type { OwnRecord } from './stream.ts'

/** The parts of a document that are read by its declaration. */
interface ReadDocument extends OwnValues {
  /** The currency of the amounts; null where it is unknown, or where the stream has no amounts. */
  readonly currency: string | null
  /** True where the document names a currency that cannot be read. */
  readonly isCurrencyUnread: boolean
}

/** Reads the values of a stream's columns, and the currency of its amounts, from a document's data. */
function documentReader({ settings, money }: RecordSourceConfig): (data: unknown) => ReadDocument {
  const { columns, currency: usual = null, currencyField, unit, timeZone } = settings
  const amounts = amountReader({ ...money, unit, units: {} }, usual ?? '')
  const readValues = ownValueReader(columns, { timeZone, amounts })
  const named = currencyField === undefined ? null : valueReader(currencyField)
  const readCurrency = currencyReader({ currencies: money.currencies }, usual ?? '')
  return (data) => {
    const read = named === null ? { currency: null } : readCurrency(named(data), data)
    const isCurrencyUnread = 'problem' in read
    // One that is there and cannot be read is no reason to take the usual one.
    const currency = isCurrencyUnread ? null : (read.currency ?? usual)
    return { ...readValues(data, currency), currency, isCurrencyUnread }
  }
}

/**
 * Reads documents as records of a declared stream. Where the creation time is absent, Firestore's own stands for it; one that cannot be
 * read puts the record into quarantine. Where no field says when it changed, Firestore's own time of the last write does. A value that
 * cannot be read is null, and told as unread.
 */
export function recordParser(config: RecordSourceConfig): (record: SourceRecord) => ParsedRecord<OwnRecord> {
  const { createdAt, changedAt = null, columns, timeZone } = config.settings
  const read = documentReader(config)
  const zone = new TimeZone(timeZone)
  const [readCreatedAt, readChangedAt] = [momentReader(createdAt, zone), momentReader(changedAt, zone)]
  const hasMoney = columns.some(({ kind }) => kind === 'money')
  return ({ sourceId, version, raw }) => {
    const { data, createTime } = rawDocument.parse(raw)
    const created = readCreatedAt(data) ?? createTime
    if (created === 'unread')
      return {
        ok: false,
        reason: `${createdAt}: is not a time that can be read: correct ${settingOf(config, 'createdAt')}`,
      }
    const changed = readChangedAt(data)
    const { values, currency, ...parts } = read(data)
    const unread = unreadIn(parts, config)
    const record: OwnRecord = {
      ...values,
      id: recordIdOf('firestore', sourceId),
      source: 'firestore',
      sourceId,
      ...(hasMoney && { currency }),
      createdAt: isoOf(created),
      updatedAt: isoOf(changed === null || changed === 'unread' ? lastWrite(version, created) : changed),
    }
    return { ok: true, record, payload: data, ...(unread.length > 0 && { unread }) }
  }
}

/** The parts that are there and cannot be read, each with the setting to correct. */
function unreadIn(
  { unread, isCurrencyUnread }: Pick<ReadDocument, 'unread' | 'isCurrencyUnread'>,
  { name }: RecordSourceConfig,
): string[] {
  const columns = unread.map((column) => unreadColumn(column, `streams.${name}.columns`))
  return isCurrencyUnread ? [`the currency cannot be read: set streams.${name}.currencyField`, ...columns] : columns
}

/** Reads the moment that stands at a field path; null where nothing does. */
function momentReader(path: string | null, zone: TimeZone): (data: unknown) => Instant | 'unread' | null {
  if (path === null) return () => null
  const keys = keysOf(path)
  return (data) => {
    const value = valueAt(data, keys) ?? null
    return value === null ? null : (momentOf(value, zone) ?? 'unread')
  }
}

/** A document's version is the time of its last write. */
function lastWrite(version: string, created: Instant): Instant {
  return isInstant(version) ? version : created
}

import type { Firestore } from '../../../lib/firestore/firestore.ts'
import { mappingOf } from '../../../model/mapping.ts'
import type { ReportFeed, Source } from '../../../model/source.ts'
import type { CollectionLayout } from '../layout.ts'
import { recordSettingsSchema, usualOrders } from '../settings.ts'
import { watchedColumns } from '../review.ts'
import { createFirestoreSource } from '../source.ts'
import { settingOf, type RecordSourceConfig } from './config.ts'
import { recordParser } from './parser.ts'
import type { OwnRecord } from './stream.ts'

/** A collection that the shop declares as a stream; `feedOf` gives what was reported of its documents. */
export function createRecordSource(
  db: Firestore,
  config: RecordSourceConfig,
  feedOf?: (identity: string) => ReportFeed | null,
): Source<OwnRecord> {
  const reader = {
    parse: recordParser(config),
    watchedFields: watchedColumns(config.settings.columns, (column) => settingOf(config, `columns.${column}`)),
    mapping: mappingOf(parsedBy(config), parsedBy(usualParsing())),
  }
  return createFirestoreSource(db, recordLayout(config), reader, feedOf)
}

/** The settings that records are parsed by; where they are is the identity's. */
function parsedBy({
  settings,
  money: { currencies, decimal },
}: Pick<RecordSourceConfig, 'settings' | 'money'>): object {
  const { createdAt, changedAt, currency, currencyField, unit, timeZone } = settings
  const columns = settings.columns.map(({ name, path, kind }) => ({ name, path, kind }))
  return { createdAt, changedAt, currency, currencyField, unit, timeZone, columns, currencies, decimal }
}

/** Not made while the module is loaded, for few shops declare a collection. */
function usualParsing(): Pick<RecordSourceConfig, 'settings' | 'money'> {
  const settings = { collection: 'any', columns: [{ name: 'any', path: 'any', kind: 'text' }] }
  return { settings: recordSettingsSchema.parse(settings), money: usualOrders.money }
}

function recordLayout(config: RecordSourceConfig): CollectionLayout {
  const { name, settings, changeFeed } = config
  const { collection, createdAt, changedAt = createdAt } = settings
  return {
    collection,
    createdAtField: createdAt,
    changedAtField: changedAt,
    timeZone: settings.timeZone,
    changeFeed,
    noun: name,
    settings: {
      collection: settingOf(config, 'collection'),
      createdAtField: settingOf(config, 'createdAt'),
      changedAtField: settingOf(config, 'changedAt'),
      changeFeed: settings.changeFeed ? 'CHANGE_FEED' : settingOf(config, 'changeFeed'),
      records: settingOf(config, 'columns'),
      // No column of these has words of which Tidemark has to know the meaning.
      statuses: settingOf(config, 'columns'),
    },
  }
}

import {
  itemFields as usualItemFields,
  orderFields,
  type ItemField,
  type OrderField,
} from '../../functions/src/sources/firestore/fieldNames.ts'
import { valueReader } from '../../functions/src/sources/firestore/fields.ts'
import type { ValueSettings } from '../../functions/src/sources/firestore/settings.ts'
import type { Findings } from './findings.ts'
import type { OrderSettingsInput, SettingsPart } from './part.ts'

type FieldInput = NonNullable<NonNullable<OrderSettingsInput['fields']>[OrderField]>

/** The settings for the times and the fields, without the fields that Tidemark finds by itself. */
export function fieldSettings({ fields, itemFields, items, times, join, sample }: Findings): SettingsPart {
  const documents = sample.map(({ data }) => data)
  const goods = items?.items.map(({ item }) => item) ?? []
  const told: Partial<Record<OrderField | ItemField, FieldInput>> = {}
  for (const name of Object.keys(orderFields) as OrderField[]) {
    // its very keys
    const paths = fields[name]?.map(({ path }) => path) ?? []
    if (paths.length > 0 && !isUsual({ paths }, { paths: orderFields[name] }, documents)) told[name] = oneOrMore(paths)
  }
  for (const name of Object.keys(usualItemFields) as ItemField[]) {
    // as above
    const path = itemFields[name]?.path
    if (path !== undefined && !isUsual({ paths: [path] }, { paths: usualItemFields[name] }, goods)) told[name] = path
  }
  if (join !== null) told['customer.name'] = { join: join.map(({ path }) => path) }
  const [createdAt, changedAt] = [times.createdAt?.path ?? null, times.changedAt?.path ?? times.createdAt?.path ?? null]
  return {
    orders: { createdAt, changedAt, ...(Object.keys(told).length > 0 && { fields: told }) },
    questions: [],
    notes: [],
  }
}

function oneOrMore(paths: readonly string[]): string | string[] {
  const [first = '', ...others] = paths
  return others.length === 0 ? first : [...paths]
}

/** Tells whether the paths that were found give the same value as the usual ones in every document. */
function isUsual(found: ValueSettings, usual: ValueSettings, documents: readonly unknown[]): boolean {
  const [one, other] = [valueReader(found), valueReader(usual)]
  return documents.every((data) => one(data) === other(data))
}

import { createHash } from 'node:crypto'

import { z } from 'zod'

import { askingOf, type Call } from '../call.ts'
import type { CatalogRecord } from '../catalog.ts'
import { pageOf, sortedBy } from '../paging.ts'
import type { Members } from '../records.ts'
import { invalid, notFound } from '../refusal.ts'
import { bodyOf, queryOf, timeSchema } from '../requests.ts'
import { timeText } from '../times.ts'
import { relatedTo, shownAll } from './catalogRelations.ts'

/** The types that are answered where none is asked for: nested ones, such as variations, are not among them. */
const defaultTypes: readonly string[] = [
  'ITEM',
  'CATEGORY',
  'TAX',
  'DISCOUNT',
  'MODIFIER_LIST',
  'PRICING_RULE',
  'PRODUCT_SET',
  'TIME_PERIOD',
  'MEASUREMENT_UNIT',
  'SUBSCRIPTION_PLAN',
  'ITEM_OPTION',
  'CUSTOM_ATTRIBUTE_DEFINITION',
  'QUICK_AMOUNTS_SETTINGS',
]
const nestedTypes = ['ITEM_VARIATION', 'IMAGE', 'ITEM_OPTION_VAL', 'MODIFIER', 'SUBSCRIPTION_PLAN_VARIATION']
const typeSchema = z.enum([...defaultTypes, ...nestedTypes, 'AVAILABILITY_PERIOD'])

const searchSchema = z.strictObject({
  cursor: z.string().optional(),
  object_types: z.array(typeSchema).optional(),
  include_deleted_objects: z.boolean().optional(),
  include_related_objects: z.boolean().optional(),
  begin_time: timeSchema.optional(),
  query: z.unknown().optional(),
  limit: z.int().optional(),
  include_category_path_to_root: z.boolean().optional(),
})

/** The largest page, and the default: a larger limit is ignored, and so is one below 1. */
const largestSearchPage = 1000
const largestBatch = 1000

/** The objects that changed after a time, in no order of times, with the time of the catalog's last change. */
export function searchCatalog(call: Call): Members {
  const { catalog } = call.merchant
  const search = bodyOf(call.request, searchSchema)
  const { object_types: types = [], include_deleted_objects: withDeleted = false, begin_time, limit = 0 } = search
  if (search.query !== undefined) throw invalid('NOT_IMPLEMENTED', 'The fake answers no query of attributes.')
  refusePathsOfDeleted(withDeleted, search.include_category_path_to_root)
  const wanted: readonly string[] = types.length > 0 ? types : defaultTypes
  const found = [...catalog.objects.values()].filter(
    ({ type, updatedMs, isDeleted }) =>
      wanted.includes(type) && (withDeleted || !isDeleted) && (begin_time === undefined || updatedMs > begin_time),
  )
  const size = limit > 0 && limit <= largestSearchPage ? limit : largestSearchPage
  const { rows, cursor } = pageOf(askingOf(call, search), size, (after) => sortedBy(found, placeOf, false, after))
  return {
    objects: shownAll(catalog, rows, search),
    ...(search.include_related_objects === true && { related_objects: relatedTo(catalog, rows) }),
    ...cursor,
    ...(catalog.latestMs !== null && { latest_time: timeText(catalog.latestMs) }),
  }
}

const listSchema = z.strictObject({ cursor: z.string().optional(), types: z.string().optional() })

/** A hundred objects a page, by types with commas between them, without those that were deleted. */
export function listCatalog(call: Call): Members {
  const { catalog } = call.merchant
  const query = queryOf(call.request, listSchema)
  const types = z.array(typeSchema).safeParse(query.types?.toUpperCase().split(','))
  if (query.types !== undefined && !types.success) throw invalid('INVALID_ENUM_VALUE', 'A type is unknown.', 'types')
  const wanted: readonly string[] = types.data ?? defaultTypes
  const found = [...catalog.objects.values()].filter(({ type, isDeleted }) => wanted.includes(type) && !isDeleted)
  const { rows, cursor } = pageOf(askingOf(call, query), 100, (after) => sortedBy(found, placeOf, false, after))
  return { objects: rows.map((record) => catalog.shown(record)), ...cursor }
}

const batchSchema = z.strictObject({
  object_ids: z.array(z.string()).min(1).max(largestBatch),
  include_related_objects: z.boolean().nullish(),
  include_deleted_objects: z.boolean().nullish(),
  include_category_path_to_root: z.boolean().nullish(),
})

/** Objects that are not there are left out. */
export function batchRetrieveObjects({ merchant: { catalog }, request }: Call): Members {
  const batch = bodyOf(request, batchSchema)
  const withDeleted = batch.include_deleted_objects ?? false
  refusePathsOfDeleted(withDeleted, batch.include_category_path_to_root)
  const found = batch.object_ids.flatMap((id) => catalog.objects.get(id) ?? [])
  const records = found.filter(({ isDeleted }) => withDeleted || !isDeleted)
  return {
    objects: shownAll(catalog, records, batch),
    ...(batch.include_related_objects === true && { related_objects: relatedTo(catalog, records) }),
  }
}

const flagSchema = z.enum(['true', 'false']).optional()
const objectSchema = z.strictObject({ include_related_objects: flagSchema, include_category_path_to_root: flagSchema })

export function retrieveObject({ merchant: { catalog }, request, id }: Call): Members {
  const query = queryOf(request, objectSchema)
  const record = catalog.objects.get(id)
  if (record === undefined || record.isDeleted) throw notFound('The catalog object')
  const paths = { include_category_path_to_root: query.include_category_path_to_root === 'true' }
  const [object] = shownAll(catalog, [record], paths)
  return { object, ...(query.include_related_objects === 'true' && { related_objects: relatedTo(catalog, [record]) }) }
}

export function catalogInfo({ request }: Call): Members {
  queryOf(request, z.strictObject({}))
  return {
    limits: { batch_retrieve_max_object_ids: largestBatch, search_max_page_limit: largestSearchPage },
    standard_unit_description_group: { standard_unit_descriptions: [], language_code: 'en' },
  }
}

function refusePathsOfDeleted(withDeleted: boolean, withPaths: boolean | null | undefined): void {
  if (withDeleted && withPaths === true) {
    throw invalid('CONFLICTING_PARAMETERS', 'Deleted objects have no path to the root.')
  }
}

/** Places an object in an order that has nothing to do with times, types and ids. */
const placeOf = ({ id }: CatalogRecord): string => createHash('sha256').update(id).digest('base64')

import type { FunctionName } from '../harness/server.ts'

/** A value that may turn up in no answer and in no log line. */
export const marker = 'c0ffee'

/** Data that a callable refuses, and the field that its answer names. */
type Case = readonly [field: string, data: unknown]

const times = ['createdFrom', 'createdTo', 'updatedFrom', 'updatedTo'] as const
const wrongTimes = [
  'yesterday',
  '2026-01-01',
  '2026-02-30T00:00:00Z',
  '2026-01-01T00:00:00',
  '',
  1_767_225_600_000,
  null,
  `2026-01-01T00:00:00.${'0'.repeat(50)}Z`,
]

const ofListOrders: readonly Case[] = [
  ...[[], marker, 5, true].map((data): Case => ['request', data]),
  ...[marker, [], 1, null].map((filter): Case => ['filter', { filter }]),
  ...[marker, [], 1, null].map((sort): Case => ['sort', { sort }]),
  ['sort.direction', { sort: { field: 'total' } }],
  ['sort.field', { sort: { field: marker, direction: 'asc' } }],
  ['sort.field', { sort: { field: '__proto__', direction: 'asc' } }],
  ['sort.direction', { sort: { field: 'total', direction: marker } }],
  ...[0, -1, 201, 1e9, 1e21, 1.5, '50', null, [50], { value: 50 }].map((limit): Case => ['limit', { limit }]),
  ...[5, '', null, [marker], 'a'.repeat(4_001), marker, '____', `${marker}=`].map((cursor): Case => [
    'cursor',
    { cursor },
  ]),
  ...['true', 1, null, {}].map((facets): Case => ['facets', { facets }]),
  [marker, { [marker]: 1 }],
  [`filter.${marker}`, { filter: { [marker]: 1 } }],
  [`sort.${marker}`, { sort: { field: 'total', direction: 'asc', [marker]: 1 } }],
  ['""', { '': 1 }],
  ...['status', 'source', 'currency'].flatMap((facet): Case[] => [
    [`filter.${facet}`, { filter: { [facet]: [] } }],
    [`filter.${facet}`, { filter: { [facet]: marker } }],
    [`filter.${facet}`, { filter: { [facet]: { 0: marker, length: 1 } } }],
    [`filter.${facet}`, { filter: { [facet]: null } }],
    [`filter.${facet}.0`, { filter: { [facet]: [marker] } }],
    [`filter.${facet}.0`, { filter: { [facet]: [null] } }],
    [`filter.${facet}.0`, { filter: { [facet]: [[]] } }],
  ]),
  ['filter.currency.1', { filter: { currency: ['USD', 'usd'] } }],
  ['filter.currency', { filter: { currency: Array.from({ length: 101 }, () => 'USD') } }],
  ...times.flatMap((time) => wrongTimes.map((value): Case => [`filter.${time}`, { filter: { [time]: value } }])),
  ['filter.createdTo', { filter: { createdFrom: '2026-01-02T00:00:00Z', createdTo: '2026-01-01T00:00:00Z' } }],
  ['filter.updatedTo', { filter: { updatedFrom: '2026-01-01T00:00:00Z', updatedTo: '2026-01-01T00:00:00+01:00' } }],
  ['filter.totalMax', { filter: { totalMin: 2, totalMax: 1 } }],
  ...['totalMin', 'totalMax'].flatMap((name) =>
    [1.5, '5', null, 1e20, -1e20].map((value): Case => [`filter.${name}`, { filter: { [name]: value } }]),
  ),
  ...['', 'x'.repeat(201), 5, null, [marker]].map((search): Case => ['filter.search', { filter: { search } }]),
  ...[null, marker, []].map((extra): Case => ['filter.extra', { filter: { extra } }]),
  ['filter.extra.note', { filter: { extra: { note: { in: [marker] } } } }],
  ['filter.extra.note.in', { filter: { extra: { note: { in: [] } } } }],
  ['filter.extra.note.like', { filter: { extra: { note: { like: marker } } } }],
  ['sort.field', { sort: { field: 'extra.note', direction: 'asc' } }],
  ['sort.field', { sort: { field: 'extra.', direction: 'asc' } }],
]

const ofGetOrder: readonly Case[] = [
  ...[null, [], marker, 5].map((data): Case => ['request', data]),
  ['id', {}],
  ...[
    null,
    5,
    [],
    '',
    marker,
    'orders/1',
    `shopify:${marker}`,
    'firestore:',
    `firestore:a/${marker}`,
    'firestore:/',
    'firestore',
  ].map((id): Case => ['id', { id }]),
  ['id', { id: `firestore:${'x'.repeat(1_491)}` }],
  // 1,500 characters, and more bytes.
  ['id', { id: `firestore:${'é'.repeat(1_490)}` }],
  [marker, { id: 'firestore:1', [marker]: 1 }],
]

/** Wrong filters for the other functions that take one: a few show that the filter is checked there, too. */
const filtered: readonly Case[] = [
  ['filter', { filter: null }],
  [`filter.${marker}`, { filter: { [marker]: 1 } }],
  ['filter.status.0', { filter: { status: [marker] } }],
  ['filter.createdTo', { filter: { createdFrom: '2026-01-02T00:00:00Z', createdTo: '2026-01-01T00:00:00Z' } }],
]

/** Values that are no time zone's name: those that `Intl` does not know, and those that it knows beside the names of places. */
const wrongZones = [
  marker,
  '',
  null,
  13,
  ['UTC'],
  'utc',
  '+13:00',
  'CST',
  'Auckland',
  'Pacific/Nowhere',
  ' UTC',
  '__proto__',
]

const ofOrderStats: readonly Case[] = [
  ...[null, [], marker, 5].map((data): Case => ['request', data]),
  ['by', {}],
  ...[null, marker, 'DAY', ['day'], 'currency', '__proto__', true].map((by): Case => ['by', { by }]),
  [marker, { by: 'day', [marker]: 1 }],
  ...wrongZones.map((timeZone): Case => ['timeZone', { by: 'day', timeZone }]),
  ...[marker, 1, null, 'true', []].map((value): Case => ['includeCancelled', { by: 'day', includeCancelled: value }]),
  ['sort', { by: 'day', sort: { field: 'total', direction: 'asc' } }],
  ...filtered.map(([field, data]): Case => [field, { by: 'day', ...(data as object) }]), // As just written.
]

const ofExportOrders: readonly Case[] = [
  ...[null, [], marker, 5].map((data): Case => ['request', data]),
  ['format', {}],
  ...[null, marker, 'CSV', ['csv'], 'xlsx', true].map((format): Case => ['format', { format }]),
  [marker, { format: 'csv', [marker]: 1 }],
  ...['limit', 'cursor', 'facets', 'includeCancelled'].map((key): Case => [key, { format: 'csv', [key]: 1 }]),
  ...wrongZones.map((timeZone): Case => ['timeZone', { format: 'csv', timeZone }]),
  ...[marker, 'item', null].map((rows): Case => ['rows', { format: 'csv', rows }]),
  ...[[], marker, null].map((columns): Case => ['columns', { format: 'csv', columns }]),
  ...['|', '', null, ';;'].map((delimiter): Case => ['delimiter', { format: 'csv', delimiter }]),
  ['decimal', { format: 'csv', decimal: ';' }],
  ['delimiter', { format: 'ndjson', delimiter: ';' }],
  ['decimal', { format: 'ndjson', decimal: ',' }],
  ['sort', { format: 'csv', sort: null }],
  ['sort.direction', { format: 'csv', sort: { field: 'total' } }],
  ...filtered.map(([field, data]): Case => [field, { format: 'csv', ...(data as object) }]), // As above.
  // Last: whoever asks rightly is told to take a stream.
  ['Accept', { format: 'csv' }],
]

const ofGetSyncStatus: readonly Case[] = [
  ...[[], marker, 5, false].map((data): Case => ['request', data]),
  [marker, { [marker]: 1 }],
]

const ofStartSync: readonly Case[] = [
  ...[null, [], marker].map((data): Case => ['request', data]),
  ['mode', {}],
  ...[null, marker, 'FULL', ['full'], true].map((mode): Case => ['mode', { mode }]),
  ...[null, 5, '', 'x'.repeat(101), marker, ['firestore.orders']].map((pipeline): Case => [
    'pipeline',
    { mode: 'full', pipeline },
  ]),
  [marker, { mode: 'full', [marker]: 1 }],
  ['max_deletes', { mode: 'full', max_deletes: 5 }],
]

/** The requests that each callable refuses. */
export const wrongRequests = {
  listOrders: ofListOrders,
  getOrder: ofGetOrder,
  orderStats: ofOrderStats,
  exportOrders: ofExportOrders,
  getSyncStatus: ofGetSyncStatus,
  startSync: ofStartSync,
} as const satisfies Partial<Record<FunctionName, readonly Case[]>>

/** Keys by which code is tricked, in the order that JSON.parse and no literal keeps. */
export const prototypes: readonly (readonly [field: string, json: string])[] = [
  ['__proto__', '{"__proto__":{"limit":1}}'],
  ['filter.__proto__', `{"filter":{"__proto__":{"status":["${marker}"]}}}`],
  ['filter.status.0.__proto__', `{"filter":{"status":[{"__proto__":{}}]}}`],
  ['constructor', '{"constructor":{"prototype":{}}}'],
  ['filter.constructor', '{"filter":{"constructor":1}}'],
  ['toString', '{"toString":1}'],
  ['hasOwnProperty', '{"hasOwnProperty":null}'],
  ['filter.@type', `{"filter":{"@type":"${marker}"}}`],
  ['limit.@type', `{"limit":{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"${marker}"}}`],
  ['limit', '{"limit":1e400}'],
  ['limit', '{"limit":{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"201"}}'],
  ['filter.status.0.0.0.0.0.0', `{"filter":{"status":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`],
]

/** Names that no stream of a shop's own may have, for Tidemark's own have them: its orders, and what the page has views for or is computed. */
export const reservedStreams: readonly string[] = [
  'orders',
  'operatingSeasons',
  'missingRecords',
  'itemLibrary',
  'salesDaily',
]

/** Names that no column of such a stream may have: each record has these members already, or its document has. */
export const reservedColumns: readonly string[] = [
  'source',
  'sourceId',
  'updatedAt',
  'currency',
  'sync',
  'payload',
  'payloadCompressed',
  'payloadOmitted',
  'payloadDigest',
]

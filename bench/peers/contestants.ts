import type { Peer } from './peer.ts'

/** The names of the contestants; `before` is Tidemark of another checkout. */
export const contestants = {
  tidemark: 'Tidemark',
  before: 'Tidemark before',
  duckDb: 'DuckDB, a table loaded from Parquet',
  parquet: 'DuckDB, on the Parquet file',
  sqlite: 'node:sqlite, FTS5 with trigrams',
  array: 'a plain array',
} as const
export type ContestantName = keyof typeof contestants
export const contestantNames = Object.keys(contestants) as ContestantName[] // Object.keys forgets the literal's keys.

/** Loads the code of a contestant, and of no other. */
export async function peerOf(name: ContestantName): Promise<Peer> {
  switch (name) {
    case 'tidemark':
    case 'before':
      return (await import('./engines/tidemark.ts')).tidemarkPeer
    case 'duckDb':
    case 'parquet':
      return (await import('./duckdb/duckdb.ts')).duckDbPeer({ isLoaded: name === 'duckDb' })
    case 'sqlite':
      return (await import('./engines/sqlite.ts')).sqlitePeer
    case 'array':
      return (await import('./engines/array.ts')).arrayPeer
  }
}

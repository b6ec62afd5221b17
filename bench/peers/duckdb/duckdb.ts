import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Engine } from '../answer.ts'
import { answerBySql, type Database, type Source } from '../engines/sql.ts'
import { isNumber, listedNames, type PeerRow } from '../listed.ts'
import type { Peer, Place } from '../peer.ts'

/** The part of @duckdb/node-api that the benchmark calls. It is declared here because most checkouts do not have the package installed. */
interface DuckDb {
  readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection>; closeSync(): void }> }
}
interface Connection {
  run(sql: string): Promise<unknown>
  prepare(sql: string): Promise<Prepared>
  closeSync(): void
}
interface Prepared {
  bind(values: unknown[]): void
  runAndReadAll(): Promise<{ getRowObjectsJS(): Record<string, unknown>[] }>
}

interface Connected {
  readonly connection: Connection
  readonly close: () => Promise<void>
}

/** Resolved only when it runs, so that the types of the project do not depend on what is installed. */
const packageName: string = '@duckdb/node-api'

async function duckDb(): Promise<DuckDb> {
  return (await import(packageName)) as DuckDb // As the package declares it.
}

async function connect({ DuckDBInstance }: DuckDb): Promise<Connected> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  return {
    connection,
    close: async () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** Orders in a Parquet file, which DuckDB loads into a table, or reads anew for each question. */
export function duckDbPeer({ isLoaded }: { isLoaded: boolean }): Peer {
  return {
    store,
    ready: async (place) => {
      const code = await duckDb()
      return () => open(code, place, isLoaded)
    },
    billed: null,
  }
}

const fileIn = (folder: string): string => join(folder, 'orders.parquet')
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const columns = [...listedNames, 'customerKey', 'searched'] as const satisfies readonly (keyof PeerRow)[]
const rowsPerPiece = 5_000

async function store({ stored, besides }: Place, rows: readonly PeerRow[]): Promise<void> {
  const json = join(besides, 'orders.ndjson')
  writeFileSync(json, '')
  for (let start = 0; start < rows.length; start += rowsPerPiece) {
    const lines = rows.slice(start, start + rowsPerPiece).map((row) => `${JSON.stringify(row)}\n`)
    writeFileSync(json, lines.join(''), { flag: 'a' })
  }
  const { connection, close } = await connect(await duckDb())
  const types = columns.map((name) => `${name}: '${isNumber(name) ? 'BIGINT' : 'VARCHAR'}'`)
  await connection.run(
    `COPY (SELECT * FROM read_json(${quoted(json)}, format = 'newline_delimited', columns = {${types.join(', ')}}))
      TO ${quoted(fileIn(stored))} (FORMAT parquet, COMPRESSION zstd)`,
  )
  await close()
  rmSync(json)
}

async function open(code: DuckDb, { stored }: Place, isLoaded: boolean): Promise<Engine> {
  const { connection, close } = await connect(code)
  const kind = isLoaded ? 'TABLE' : 'VIEW'
  await connection.run(`CREATE ${kind} orders AS SELECT * FROM read_parquet(${quoted(fileIn(stored))})`)
  const prepared = new Map<string, Prepared>()
  const database: Database = {
    query: async ({ sql, parameters }) => {
      let statement = prepared.get(sql)
      if (statement === undefined) prepared.set(sql, (statement = await connection.prepare(sql)))
      statement.bind([...parameters])
      return (await statement.runAndReadAll()).getRowObjectsJS().map(withNumbers)
    },
    search,
    key: null,
  }
  return { answer: (question) => answerBySql(database, question), close }
}

function search(text: string): Source {
  return { from: 'orders', conditions: ['contains(searched, ?)'], parameters: [text] }
}

/** All of the integers are below 2^53. */
function withNumbers(row: Record<string, unknown>): object {
  for (const [name, value] of Object.entries(row)) if (typeof value === 'bigint') row[name] = Number(value)
  return row
}

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

import type { Engine } from '../answer.ts'
import { isNumber, listedNames, type PeerRow } from '../listed.ts'
import type { Peer } from '../peer.ts'
import { answerBySql, type Database, type Source } from './sql.ts'

/** Orders in a file of SQLite's with an index for each question, and with a full-text index of trigrams. */
export const sqlitePeer: Peer = {
  store: async ({ stored }, rows) => write(fileIn(stored), rows),
  ready:
    async ({ stored }) =>
    async () =>
      open(fileIn(stored)),
  billed: null,
}

const fileIn = (folder: string): string => join(folder, 'orders.sqlite')

const columns = [...listedNames, 'customerKey'] as const satisfies readonly (keyof PeerRow)[]

function write(file: string, rows: readonly PeerRow[]): void {
  const db = new DatabaseSync(file)
  const declared = columns.map((name) => `${name} ${isNumber(name) ? 'INTEGER' : 'TEXT'}`)
  db.exec(`
    PRAGMA journal_mode = OFF;
    CREATE TABLE orders (key INTEGER PRIMARY KEY, ${declared.join(', ')});
    CREATE VIRTUAL TABLE search USING fts5(searched, content = '', tokenize = 'trigram case_sensitive 1');
    BEGIN;`)
  const order = db.prepare(`INSERT INTO orders VALUES (?, ${columns.map(() => '?').join(', ')})`)
  const text = db.prepare('INSERT INTO search (rowid, searched) VALUES (?, ?)')
  for (const [key, row] of rows.entries()) {
    order.run(key, ...columns.map((name) => row[name]))
    text.run(key, row.searched)
  }
  db.exec(`
    CREATE INDEX byTime ON orders (createdAt, status, source, currency, total);
    CREATE INDEX byStatus ON orders (status);
    CREATE INDEX byTotal ON orders (total, id);
    CREATE INDEX byCustomer ON orders (customerKey, id);
    INSERT INTO search (search) VALUES ('optimize');
    COMMIT;
    VACUUM;
    ANALYZE;`)
  db.close()
}

function open(file: string): Engine {
  const db = new DatabaseSync(file, { readOnly: true })
  // Room for the whole file, in KiB.
  db.exec(`PRAGMA cache_size = -${Math.ceil(statSync(file).size / 1024)}`)
  const prepared = new Map<string, StatementSync>()
  const database: Database = {
    query: async ({ sql, parameters }) => {
      let statement = prepared.get(sql)
      if (statement === undefined) prepared.set(sql, (statement = db.prepare(sql)))
      return statement.all(...parameters)
    },
    search,
    key: 'key',
  }
  return { answer: (question) => answerBySql(database, question), close: async () => db.close() }
}

function search(text: string): Source {
  return {
    from: 'search JOIN orders ON key = search.rowid',
    conditions: ['search MATCH ?'],
    // A phrase: a part of the text as it is written.
    parameters: [`"${text.replaceAll('"', '""')}"`],
    counted: 'search',
  }
}

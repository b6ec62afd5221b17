import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { runCommand } from '../../../tools/stack/runCommand.ts'

/** DuckDB has a package file of its own: 70 MB that only this measurement needs. */
const folder = import.meta.dirname
const stamp = join(folder, 'node_modules', '.tidemark-lock')

/** The version of DuckDB's package that is installed; null where none is, or another one than the lockfile's. */
export function installedDuckDb(): string | null {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lockfileHash()) return null
  const manifest = readFileSync(join(folder, 'node_modules/@duckdb/node-api/package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version // As npm wrote it.
}

/** Installs DuckDB where it is missing. Throws an error that says what to do where that fails. */
export async function installDuckDb(aborted: AbortSignal): Promise<void> {
  if (installedDuckDb() !== null) return
  const flags = ['--no-fund', '--no-audit', '--loglevel=error']
  const status = await runCommand(['npm', 'ci', '--prefix', folder, ...flags], {}, aborted, process.stderr)
  aborted.throwIfAborted()
  if (status !== 0) {
    throw new Error(
      'DuckDB could not be installed. Check that the npm registry can be reached, then run the same command again; ' +
        '"npm run bench -- peers --quick" does without it.',
    )
  }
  writeFileSync(stamp, lockfileHash())
}

function lockfileHash(): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
}

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { jsonOf } from '../report/write.ts'
import { sourcesReportLines } from './report.ts'
import type { SourcesResults } from './results.ts'

/** Writes the results and the report into a folder, which is made where it is missing. */
export function writeSources(folder: string, results: SourcesResults): void {
  mkdirSync(folder, { recursive: true })
  const heading = ['# A shop at a vendor', '', 'Written by `npm run bench -- sources`.', '']
  writeFileSync(join(folder, 'sources.json'), jsonOf(results))
  writeFileSync(join(folder, 'sources.md'), [...heading, ...sourcesReportLines(results)].join('\n'))
}

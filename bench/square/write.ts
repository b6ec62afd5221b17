import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { jsonOf } from '../report/write.ts'
import { squareReportLines } from './report.ts'
import type { SquareResults } from './results.ts'

/** Writes the results and the report into a folder, which is made where it is missing. */
export function writeSquare(folder: string, results: SquareResults): void {
  mkdirSync(folder, { recursive: true })
  const heading = ['# A Square merchant', '', 'Written by `npm run bench -- square`.', '']
  writeFileSync(join(folder, 'square.json'), jsonOf(results))
  writeFileSync(join(folder, 'square.md'), [...heading, ...squareReportLines(results)].join('\n'))
}

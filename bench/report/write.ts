import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { projectRoot } from '../../cli/paths.ts'
import type { Results } from '../results.ts'
import { chartsOf } from './charts.ts'
import { reportLines } from './sections.ts'

/** The project's folder of results, which whole runs write. */
export const benchmarksFolder = join(projectRoot, 'docs/benchmarks')

/** The pages of the other benchmarks in that folder, with their titles. */
const otherPages = [
  { title: 'a shop at a vendor', file: 'sources.md' },
  { title: 'a Square merchant', file: 'square.md' },
  { title: 'searches', file: 'search.md' },
  { title: 'reading beside other engines', file: 'peers.md' },
  { title: 'first answers of new instances', file: 'cold.md' },
] as const

/** Writes the results, the report and the charts into a folder, which is made where it is missing. */
export function writeReport(folder: string, results: Results): void {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  const charts = chartsOf(results)
  const images = Object.keys(charts).map((name) => `![${name.replace(/\.svg$/, '').replaceAll('-', ' ')}](${name})`)
  const links = linksIn(folder)
  const also = links === null ? [] : ['', links]
  const heading = [
    '# Benchmarks',
    '',
    'Written by `npm run bench`.',
    ...also,
    '',
    ...images.flatMap((image) => [image, '']),
  ]
  write('results.json', jsonOf(results))
  write('README.md', [...heading, ...reportLines(results)].join('\n'))
  for (const [name, svg] of Object.entries(charts)) write(name, svg)
}

/** The line that leads to the other benchmarks of a folder; null where there are none. */
function linksIn(folder: string): string | null {
  const others = otherPages.filter(({ file }) => existsSync(join(folder, file)))
  const links = others.map(({ title, file }) => `[${title}](${file})`)
  return links.length > 0 ? `Also measured: ${links.join(', ')}.` : null
}

/** Lets the folder's overview, where it has one, lead to what another benchmark has just written. */
export function updateLinks(folder: string): void {
  const [file, links] = [join(folder, 'README.md'), linksIn(folder)]
  if (links === null || !existsSync(file)) return
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^Also measured: .*$/m, links))
}

/** Results, or a part of them, as JSON, figures with four digits: more would only be noise. */
export function jsonOf(results: object): string {
  return `${JSON.stringify(results, rounded, 2)}\n`
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
}

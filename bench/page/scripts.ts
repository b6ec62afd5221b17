import { gzipSync } from 'node:zlib'

import type { Page } from 'playwright-core'

import { firstRow, requestsOf } from './probe.ts'
import type { Script } from './results.ts'

/** A script that a page has loaded, and when it asked for it (milliseconds since the navigation began). */
export interface LoadedScript extends Script {
  readonly source: string
  readonly requestedMs: number
}

/**
 * The scripts that a page has loaded, in the order in which it asked for them. Each is compressed here, by gzip at its usual
 * level, for Hosting does and its emulator need not.
 */
export async function scriptsOf(page: Page): Promise<LoadedScript[]> {
  const requests = (await requestsOf(page)).filter(({ name }) => new URL(name).pathname.endsWith('.js'))
  // One that is preloaded and then imported may be named twice.
  const first = new Map(requests.toReversed().map((request) => [request.name, request]))
  const scripts = [...first.values()].map(async ({ name, startTime, encodedBodySize }) => {
    const source = await (await fetch(name)).text()
    return {
      name: new URL(name).pathname.replace(/^.*\//, ''),
      bytes: Buffer.byteLength(source),
      gzipBytes: gzipSync(source).byteLength,
      wireBytes: encodedBodySize,
      source,
      requestedMs: startTime,
    }
  })
  return (await Promise.all(scripts)).toSorted((a, b) => a.requestedMs - b.requestedMs)
}

/** Parts a page's scripts by when it asked for them: until its first row was in the document, and later. */
export async function partedByFirstRow(
  page: Page,
): Promise<{ readonly first: LoadedScript[]; readonly afterwards: LoadedScript[] }> {
  const { thereMs } = await firstRow(page)
  const scripts = await scriptsOf(page)
  return {
    first: scripts.filter(({ requestedMs }) => requestedMs <= thereMs),
    afterwards: scripts.filter(({ requestedMs }) => requestedMs > thereMs),
  }
}

/** Names of the Firestore protocol's own, which no bundler shortens. */
export function holdsFirestore({ source }: Pick<LoadedScript, 'source'>): boolean {
  return source.includes('BatchGetDocuments')
}

/** A class of uPlot's elements. */
export function holdsCharts({ source }: Pick<LoadedScript, 'source'>): boolean {
  return source.includes('u-cursor-pt')
}

export function gzipBytesOf(scripts: readonly Script[]): number {
  return scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0)
}

import { digestOf } from '../lib/digest.ts'
import { isMap } from '../lib/firestore/firestoreValues.ts'
import type { PipelineState } from './state.ts'

/**
 * A digest of the settings that records are parsed by. Members that are as usual do not count, nor does the order of members: a setting
 * that a later version adds, with its default, reads no shop's records again.
 */
export function mappingOf(own: object, usual: object = {}): string {
  const text = JSON.stringify(different(asStored(own), asStored(usual))) ?? ''
  return Buffer.from(digestOf(text)).toString('hex')
}

/** The members that JSON keeps. */
function asStored(settings: object): unknown {
  return JSON.parse(JSON.stringify(settings))
}

/** The mapping of a source whose records are parsed by no setting. */
export const noMapping = mappingOf({})
/** The mapping of a cache whose records were parsed by several. No source has this one. */
const mixedMapping = 'mixed'

/** The part of `own` that differs from `usual`, with members sorted by name; undefined where nothing differs. */
function different(own: unknown, usual: unknown): unknown {
  if (!isMap(own)) return JSON.stringify(own) === JSON.stringify(usual) ? undefined : own
  const members = Object.keys(own)
    .toSorted()
    .map((key) => [key, different(own[key], isMap(usual) ? usual[key] : undefined)] as const)
    .filter(([, value]) => value !== undefined)
  return members.length === 0 ? undefined : Object.fromEntries(members)
}

/**
 * The mapping of a cache behind a commit of records that were parsed by `own`. A cache of which nothing is known (null) is one of an
 * earlier version: it is taken to follow the settings that it finds.
 */
export function mappingAfter(stored: string | null, own: string): string {
  return stored === null || stored === own ? own : mixedMapping
}

/** Tells whether a cache has records that were parsed by other settings. Then a full run is due, which reads all of them again. */
export function isRemapped(
  { mapping, cacheVersion }: Pick<PipelineState, 'mapping' | 'cacheVersion'>,
  own: string,
): boolean {
  return cacheVersion > 0 && mapping !== null && mapping !== own
}

import { describe, expect, it } from 'vitest'

import { UsageError } from '../../../cli/commandLine.ts'
import { parseSources } from '../../../tools/local/sources.ts'

describe('parseSources', () => {
  it.each([
    ['firestore', ['firestore']],
    ['tiktokShop', ['tiktokShop']],
    ['firestore,tiktokShop', ['firestore', 'tiktokShop']],
    ['tiktokShop, firestore', ['tiktokShop', 'firestore']],
    ['square', ['square']],
    ['firestore,tiktokShop,square', ['firestore', 'tiktokShop', 'square']],
  ])('reads "%s"', (text, sources) => {
    expect(parseSources('--source', text)).toEqual(sources)
  })

  it.each([
    ['shopify', '--source takes one or more of firestore, tiktokShop, square, separated by commas, not "shopify"'],
    ['tiktokshop', 'not "tiktokshop"'],
    ['firestore,', 'not ""'],
    ['', 'not ""'],
    ['firestore,tiktokShop,firestore', '--source names firestore twice'],
  ])('refuses "%s" and says why', (text, message) => {
    expect(() => parseSources('--source', text)).toThrow(UsageError)
    expect(() => parseSources('--source', text)).toThrow(message)
  })
})

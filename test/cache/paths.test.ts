import { expect, it } from 'vitest'

import { isDocumentId, quarantineRef } from '../../functions/src/cache/paths.ts'
import { Firestore } from '../../functions/src/lib/firestore/firestore.ts'

// It is asked for paths alone: no request leaves it.
const db = new Firestore({ projectId: 'demo-paths' })

it.each(['', '.', '..', '__x__', 'a/b', 'ü'.repeat(751), '\ud800'])('"%s" is no id of a document', (id) => {
  expect(isDocumentId(id)).toBe(false)
})

it.each(['a', '...', '__x', 'ü'.repeat(750), 'square:a#b', '😀'])('"%s" is an id of a document', (id) => {
  expect(isDocumentId(id)).toBe(true)
})

it.each(['', 'a/b', 'a/b/c', 'x'.repeat(2_000), '\ud800'])(
  'the record "%s" of a vendor has a place in quarantine',
  (id) => {
    const ref = quarantineRef(db, 'square.orders', id)
    expect(ref.path).toMatch(/^sync_quarantine\/square\.orders:[^/]*$/)
    expect(ref.path).not.toBe(quarantineRef(db, 'square.orders', `${id}.`).path)
  },
)

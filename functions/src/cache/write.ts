import { encodeNested } from '../lib/firestore/encodedValues.ts'
import type { DocumentReference, WriteBatch } from '../lib/firestore/firestore.ts'

/**
 * The effect of a commit on one document: it replaces it, creates one that must not be there, merges fields into it, changes one that has to be
 * there, or deletes it.
 */
export type Write =
  | { readonly kind: 'set' | 'create' | 'update'; readonly ref: DocumentReference; readonly fields: Fields }
  | MergeWrite
  | { readonly kind: 'delete'; readonly ref: DocumentReference }

export interface MergeWrite {
  readonly kind: 'merge'
  readonly ref: DocumentReference
  readonly fields: Fields
}

type Fields = Readonly<Record<string, unknown>>

export const setOf = (ref: DocumentReference, fields: Fields): Write => ({ kind: 'set', ref, fields })
export const createOf = (ref: DocumentReference, fields: Fields): Write => ({ kind: 'create', ref, fields })
export const mergeOf = (ref: DocumentReference, fields: Fields): MergeWrite => ({ kind: 'merge', ref, fields })
export const updateOf = (ref: DocumentReference, fields: Fields): Write => ({ kind: 'update', ref, fields })
export const deleteOf = (ref: DocumentReference): Write => ({ kind: 'delete', ref })

/** A batch that holds the first writes of a commit already. */
export interface BegunBatch {
  readonly batch: WriteBatch
  readonly count: number
}

/** A batch, or a transaction. */
interface Writer {
  set(ref: DocumentReference, fields: Fields, options?: { readonly merge: true }): unknown
  create(ref: DocumentReference, fields: Fields): unknown
  update(ref: DocumentReference, fields: Fields): unknown
  delete(ref: DocumentReference): unknown
}

/** Puts a write into a batch, or into a transaction. */
export function putInto(batch: Writer, write: Write): void {
  if (write.kind === 'set') batch.set(write.ref, encodeNested(write.fields))
  else if (write.kind === 'create') batch.create(write.ref, write.fields)
  else if (write.kind === 'merge') batch.set(write.ref, write.fields, { merge: true })
  else if (write.kind === 'update') batch.update(write.ref, write.fields)
  else batch.delete(write.ref)
}

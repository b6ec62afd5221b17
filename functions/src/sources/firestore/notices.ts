import type { SourceNotice } from '../../model/source.ts'
import { foundOtherwise, type CollectionLayout } from './layout.ts'

/** `told` says what was found: which kinds, and how many documents have each. */
export function mixedNotice(layout: CollectionLayout, told: string): SourceNotice {
  const { changedAtField, collection, noun } = layout
  return {
    kind: 'mixed-change-times',
    message:
      `The field "${changedAtField}" of the collection "${collection}" holds times of more than one kind: ${told}. ` +
      `Runs find changes by the kind of the newest; ${noun} with another kind are found ${foundOtherwise(layout)}. ` +
      'Write all of them in one kind.',
  }
}

export function elsewhereNotice(layout: CollectionLayout): SourceNotice {
  const { changedAtField, collection, noun } = layout
  return {
    kind: 'mixed-change-times',
    message:
      `The newest documents by "${changedAtField}" in collections of this name lie outside of "${collection}", so that runs do not ` +
      `see how the ${noun} there are dated. Changes that runs miss are found ${foundOtherwise(layout)}. ` +
      'Keep other documents in a collection of another name.',
  }
}

export function unreadableNotice(layout: CollectionLayout): SourceNotice {
  const { changedAtField, collection, settings } = layout
  return {
    kind: 'unreadable-change-times',
    message:
      `The field "${changedAtField}" of the collection "${collection}" holds no time that runs can go by, ` +
      `so changes are found ${foundOtherwise(layout)}. Write epoch milliseconds or seconds, ISO texts in UTC, or timestamps, ` +
      `or name another field by ${settings.changedAtField}.${layout.advice ?? ''}`,
  }
}

import type { SourceNotice } from '../../model/source.ts'
import { settingNames, type FirestoreSourceConfig } from './config.ts'

/** `told` says what was found: which kinds, and how many orders have each. */
export function mixedNotice(config: FirestoreSourceConfig, told: string): SourceNotice {
  const { changedAtField, collection, changeFeed } = config
  const others = changeFeed ? 'by the change feed and by full runs' : 'by full runs only'
  return {
    kind: 'mixed-change-times',
    message:
      `The field "${changedAtField}" of the collection "${collection}" holds times of more than one kind: ${told}. ` +
      `Runs find changes by the kind of the newest; orders with another kind are found ${others}. ` +
      'Write all of them in one kind.',
  }
}

export function unreadableNotice({ changedAtField, collection, changeFeed }: FirestoreSourceConfig): SourceNotice {
  const found = changeFeed ? 'by the change feed and by full runs' : 'by full runs only'
  return {
    kind: 'unreadable-change-times',
    message:
      `The field "${changedAtField}" of the collection "${collection}" holds no time that runs can go by, ` +
      `so changes are found ${found}. Write epoch milliseconds or seconds, ISO texts in UTC, or timestamps, ` +
      `or name another field by ${settingNames.changedAtField}.`,
  }
}

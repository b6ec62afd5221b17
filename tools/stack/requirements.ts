import { join } from 'node:path'

import { printLine } from '../../cli/commandLine.ts'
import { findFirestoreEmulator, firestoreEmulatorHint } from './firestoreEmulator.ts'
import { findJava } from './java.ts'

/** Prints where the things are that the suite needs; throws an error that says how to install what is missing. */
export function printRequirements(): void {
  const missing: string[] = []
  try {
    printLine(`Java: ${join(findJava(), 'java')}`)
  } catch (error) {
    printLine('Java: not found in a version that is new enough')
    missing.push(error instanceof Error ? error.message : String(error))
  }
  const emulator = findFirestoreEmulator()
  if (emulator.from === 'download') {
    printLine('Firestore emulator: not found')
    missing.push(firestoreEmulatorHint)
  } else {
    printLine(`Firestore emulator: ${emulator.jar} (${emulator.from})`)
  }
  if (missing.length > 0) throw new Error(missing.join('\n\n'))
}

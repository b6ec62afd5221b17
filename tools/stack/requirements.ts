import { join } from 'node:path'

import { printLine } from '../../cli/commandLine.ts'
import { findFirestoreEmulator, firestoreEmulatorHint } from './firestoreEmulator.ts'
import { findJava } from './java.ts'

/** Prints what the suite needs and where it is; throws an error that says how to install what is missing. */
export function printRequirements(): void {
  const missing: string[] = []
  try {
    printLine(`Java: ${join(findJava(), 'java')}`)
  } catch (error) {
    printLine('Java: none that is new enough')
    missing.push(error instanceof Error ? error.message : String(error))
  }
  const emulator = findFirestoreEmulator()
  if (emulator.from === 'download') {
    printLine('Firestore emulator: none')
    missing.push(firestoreEmulatorHint)
  } else {
    printLine(`Firestore emulator: ${emulator.jar} (${emulator.from})`)
  }
  if (missing.length > 0) throw new Error(missing.join('\n\n'))
}

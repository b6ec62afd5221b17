import { spawnSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

import { workFolder } from '../../cli/paths.ts'
import { findFirestoreEmulator, firestoreEmulatorEnv } from '../../tools/stack/firestoreEmulator.ts'
import { findJava } from '../../tools/stack/java.ts'
import type { Environment } from '../results.ts'

/** What the emulator's memory holds of an order: the shop's document, the cached one, and their indexes. */
const emulatorBytesPerOrder = 42_000
const emulatorBaseBytes = 1_500_000_000
/** The share of the machine's memory that the emulator may have. */
const share = 0.6

/**
 * How the emulator's virtual machine is run: with memory for the largest store, and with the collector that leaves the most
 * to the work. Throws an error that says what to do where the machine is too small.
 */
export function javaOptionsFor(orders: number, memoryBytes = totalmem()): string[] {
  const needed = emulatorBaseBytes + orders * emulatorBytesPerOrder
  if (needed > share * memoryBytes) {
    const fitting = Math.floor((share * memoryBytes - emulatorBaseBytes) / emulatorBytesPerOrder / 1_000) * 1_000
    throw new Error(
      `A store of ${orders} orders needs ${Math.ceil(needed / share / 1e9)} GB of memory. ` +
        `Run "npm run bench -- --orders ${Math.max(1_000, fitting)}".`,
    )
  }
  return [`-Xmx${Math.ceil(needed / 1e6)}m`, '-XX:+UseParallelGC']
}

/** What the figures of today depend on, whatever is measured. */
export function readMachine(): Pick<Environment, 'date' | 'cpu' | 'cores' | 'memoryGB' | 'node'> {
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    node: process.version,
  }
}

export function readEnvironment(
  mode: Environment['mode'],
  javaOptions: readonly string[],
  seconds: number,
): Environment {
  const java = join(findJava(), 'java')
  const emulator = findFirestoreEmulator()
  const jar = emulator.from === 'download' ? '' : emulator.jar
  const launcher = firestoreEmulatorEnv(workFolder).FIRESTORE_EMULATOR_BINARY_PATH ?? jar
  return {
    ...readMachine(),
    mode,
    firestoreEmulator: firstLine(spawnSync(java, ['-jar', launcher, '--version'], { encoding: 'utf8' }).stdout),
    java: firstLine(spawnSync(java, ['-version'], { encoding: 'utf8' }).stderr),
    javaOptions,
    seconds: Math.round(seconds),
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? ''
}

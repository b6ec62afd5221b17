import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

import { UsageError } from './commandLine.ts'

/** Asks for a line on the terminal. Throws a UsageError with `instead` where nobody is there to answer. */
export async function ask(question: string, instead: string): Promise<string> {
  assertTerminal(instead)
  return answerTo(question, process.stderr)
}

/** Asks for a secret: what is typed is not shown, and is in no history. Throws as `ask` does. */
export async function askHidden(question: string, instead: string): Promise<string> {
  assertTerminal(instead)
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  try {
    return await answerTo('', nowhere)
  } finally {
    process.stderr.write('\n')
  }
}

function assertTerminal(instead: string): void {
  if (!process.stdin.isTTY) throw new UsageError(instead)
}

async function answerTo(question: string, output: NodeJS.WritableStream): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output, terminal: true })
  const stopped = new AbortController()
  terminal.once('SIGINT', () => stopped.abort())
  try {
    return (await terminal.question(question, { signal: stopped.signal })).trim()
  } catch (error) {
    throw stopped.signal.aborted ? new Error('Stopped.', { cause: error }) : error
  } finally {
    terminal.close()
  }
}

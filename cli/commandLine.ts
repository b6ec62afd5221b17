/** The arguments are wrong: only the caller can correct them, so the usage is shown and the exit status is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Writes one line to standard output. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`)
}

/**
 * Runs a script's `main` and turns its outcome into the exit status: 0 it did what was asked, 1 it failed, 2 the
 * arguments are wrong. Stack traces stay out: every message says by itself what to do next.
 */
export async function runCommandLine(usage: string, main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    const wrongArguments = error instanceof UsageError || isParseArgsError(error)
    // The message comes last, where a reader of a terminal looks first.
    if (wrongArguments) process.stderr.write(`${usage}\n\n`)
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = wrongArguments ? 2 : 1
  }
}

/** What `parseArgs` of node:util throws; it has no class of its own. */
function isParseArgsError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}

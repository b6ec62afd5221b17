import { format } from 'node:util'

/*
 * The lines that the functions log. firebase-functions keeps the console's methods as they are when it is first loaded, so this
 * module has to be loaded before it: whoever captures imports it first.
 */

/** Every line logged since the process began. */
export const logLines: string[] = []

for (const method of ['debug', 'info', 'log', 'warn', 'error'] as const) {
  console[method] = (...parts: unknown[]) => {
    logLines.push(format(...parts))
  }
}

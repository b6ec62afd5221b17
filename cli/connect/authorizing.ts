import type { Vendor } from '../../functions/src/model/connection.ts'
import { printLine, UsageError } from '../commandLine.ts'
import { deployedParams, deployedSettingsFile } from '../deployedSettings.ts'
import { isLocalProject } from '../firebaseProject.ts'
import { ask } from '../terminal.ts'

/* What connecting an account is at every vendor: its owner authorizes the app in a browser, which brings a code. */

/**
 * The params as a deploy would set them. The environment goes before the files: the emulators write what nobody has set into
 * functions/.env.local, empty.
 */
export function deployedTexts(project: string): Readonly<Record<string, string | undefined>> {
  return { ...deployedParams(project), ...process.env }
}

/** Sends the account's owner to the vendor, and takes the code that the browser brings back. `state` is part of the address. */
export async function askForCode(url: URL, owner: string, state: string, notes: readonly string[]): Promise<string> {
  printLine(`Let the owner of the ${owner} open this address and authorize the app:`)
  printLine(`  ${url.href}`)
  for (const note of notes) printLine(note)
  const answer = await ask('The whole address, or the code: ', 'Nobody is there to ask: give the code with --code.')
  return codeIn(answer, state)
}

/** The code in what the browser brought: an address is believed only where it answers this very question. */
export function codeIn(answer: string, state: string): string {
  if (!/^https?:/.test(answer)) return answer
  const { searchParams } = new URL(answer)
  if (searchParams.get('state') !== state)
    throw new UsageError('This address is not the answer to the one above: its "state" is another.')
  const code = searchParams.get('code') ?? ''
  if (code === '') throw new UsageError('This address has no "code=": was the app authorized?')
  return code
}

/** The address of a vendor's notifications. */
export function webhookAddress(project: string, source: Vendor): string {
  const { region } = deployedSettingsFile(project)
  return isLocalProject(project)
    ? `http://127.0.0.1:5001/${project}/${region}/webhooks/${source}`
    : `https://${region}-${project}.cloudfunctions.net/webhooks/${source}`
}

/** Says what is left to do for connected accounts to be copied: `param` lists those that are. */
export function copyingStep(
  project: string,
  param: string,
  listed: readonly string[],
  connected: readonly string[],
): string {
  const ids = [...new Set([...listed, ...connected])]
  return ids.length === listed.length
    ? '  nothing: the functions take the new authorization within five minutes'
    : `  set ${param}=${ids.join(',')} in functions/.env.${project}, and deploy`
}

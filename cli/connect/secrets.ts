import { askHidden } from '../terminal.ts'
import { isLocalProject } from '../firebaseProject.ts'
import { emulatedSecrets } from '../functionsEnv.ts'

/**
 * Returns a secret: from the environment; of a local project from functions/.secret.local, as the emulator takes it; else asked for,
 * unseen. Never a flag, which a shell's history keeps.
 */
export async function secretOf(project: string, name: string): Promise<string> {
  const set = process.env[name] || (isLocalProject(project) ? emulatedSecrets().get(name)?.value : undefined)
  if (set !== undefined && set !== '') return set.trim()
  const place = isLocalProject(project) ? 'functions/.secret.local' : 'the environment'
  return askHidden(`${name}: `, `${name} is not set: put it into ${place}.`)
}

import { shellWord } from './shellWord.ts'

interface Grant {
  readonly email: string
  readonly projectId: string
  /** The host and port of the Auth emulator, where that has the users. */
  readonly authEmulator: string | null
}

/** Returns the command that makes a user an admin, as it is pasted into a shell in Tidemark's folder. */
export function grantCommand({ email, projectId, authEmulator }: Grant): string {
  const surroundings = authEmulator === null ? '' : `FIREBASE_AUTH_EMULATOR_HOST=${authEmulator} `
  return `${surroundings}npm run admin -- grant ${shellWord(email)} --project ${shellWord(projectId)}`
}

import { parseArgs } from 'node:util'

import { z } from 'zod'

import { grantAdmin, listAdmins, revokeAdmin, type ClaimsAuth } from './adminClaim.ts'
import { printLine, runCommandLine, UsageError } from './commandLine.ts'
import { adminAuth, closeAdmin } from './firebaseAdmin.ts'
import { currentProject, isLocalProject, missingProject } from './firebaseProject.ts'

const usage = `usage: npm run admin -- COMMAND [FLAGS]

Manages who may read orders and start syncs: the users with the custom claim "admin: true". The users have to exist already.

commands
  grant EMAIL    make the user an admin
  revoke EMAIL   take the claim away, and sign the user out
  list           print the admins

flags
  --project ID   the Firebase project; default: GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, .firebaserc
  --help

Uses the Auth emulator if FIREBASE_AUTH_EMULATOR_HOST is set, and otherwise the real project, with the credentials of
"gcloud auth application-default login".`

type Command = (auth: ClaimsAuth, email: string) => Promise<void>

const commands = {
  grant: async (auth, email) => {
    if (!(await grantAdmin(auth, email))) return printLine(`${email} is an admin already`)
    printLine(`${email} is an admin now`)
    printLine('The claim arrives with the next ID token: sign in again, or wait up to an hour.')
  },
  revoke: async (auth, email) => {
    printLine((await revokeAdmin(auth, email)) ? `${email} is no longer an admin` : `${email} was not an admin`)
    printLine('Signed out everywhere. ID tokens issued before this stay valid for up to an hour.')
  },
  list: async (auth) => {
    let count = 0
    for await (const { email, uid, disabled } of listAdmins(auth)) {
      count++
      printLine(`${email ?? `(no e-mail address, uid ${uid})`}${disabled ? ' (disabled)' : ''}`)
    }
    if (count === 0) printLine('There are no admins. Add one: npm run admin -- grant EMAIL')
  },
} as const satisfies Record<string, Command>
type CommandName = keyof typeof commands

await runCommandLine(usage, async () => {
  const { values, positionals } = parseArgs({
    options: { project: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
    allowPositionals: true,
  })
  if (values.help) return printLine(usage)
  const { command, email } = wanted(positionals)
  const project = projectFor(values.project)
  try {
    await commands[command](adminAuth(project), email)
  } catch (error) {
    throw explained(error, project, email)
  } finally {
    await closeAdmin(project)
  }
})

function wanted([name, email, ...rest]: readonly string[]): { command: CommandName; email: string } {
  if (name === undefined) throw new UsageError('Name a command: grant, revoke or list.')
  if (!isCommand(name)) throw new UsageError(`Unknown command: ${name}`)
  const surplus = name === 'list' ? email : rest[0]
  if (surplus !== undefined) throw new UsageError(`Unexpected argument: ${surplus}`)
  if (name === 'list') return { command: name, email: '' }
  if (!z.email().safeParse(email).success) throw new UsageError(`${name} needs the user's e-mail address`)
  return { command: name, email: email ?? '' }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

/** Returns the project to work on. Google does not know a local one, which exists on the emulator only. */
function projectFor(flag: string | undefined): string {
  const project = flag ?? currentProject()
  if (!project) throw new UsageError(missingProject)
  if (isLocalProject(project) && !process.env.FIREBASE_AUTH_EMULATOR_HOST) {
    throw new UsageError(
      `${project} is a local project: start it with "npm start" and set FIREBASE_AUTH_EMULATOR_HOST=127.0.0.1:9099, ` +
        'or name the deployed one with --project',
    )
  }
  return project
}

/** Returns an error that says what to do, with the SDK's own message in brackets. */
function explained(error: unknown, project: string, email: string): Error {
  const said = error instanceof Error ? error.message : String(error)
  return new Error(`${advice(codeOf(error), said, project, email)}\n(${said})`, { cause: error })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function advice(code: string, said: string, project: string, email: string): string {
  if (code === 'auth/user-not-found') {
    return `${project} has no user ${email}. Sign in there once with that address, or add the user in the Firebase console under Authentication.`
  }
  if (code === 'auth/insufficient-permission' || /PERMISSION_DENIED|permission/i.test(said)) {
    return `Your account lacks the permission to manage the users of ${project}. Ask an owner for the role roles/firebaseauth.admin.`
  }
  if (code === 'auth/configuration-not-found') {
    return `Firebase Authentication is off in ${project}. Turn it on in the Firebase console under Authentication.`
  }
  if (code === 'app/invalid-credential' || /credential|invalid_grant|access token/i.test(said)) {
    return (
      'You are not signed in to Google Cloud. Sign in: gcloud auth application-default login ' +
      '(or set GOOGLE_APPLICATION_CREDENTIALS to the key file of a service account).'
    )
  }
  if (/ECONNREFUSED|ENOTFOUND|network/i.test(said)) {
    const emulator = process.env.FIREBASE_AUTH_EMULATOR_HOST
    return emulator
      ? `No Auth emulator answers at ${emulator}. Start it: npm start`
      : 'Google could not be reached. Check the network and run the same command again.'
  }
  return `The users of ${project} could not be read or changed.`
}

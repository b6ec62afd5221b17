import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { projectRoot } from '../../cli/paths.ts'
import { formatPolicy, parsePolicy, withSources } from './contentSecurityPolicy.ts'
import { localFunctionsFolder } from './localFunctions.ts'
import { emulatorPorts, type EmulatorPorts } from './ports.ts'

/** The file beside firebase.json: firebase-tools takes every path in such a file from the file's own folder. */
const localFile = 'firebase.local.json'

const headerSchema = z.looseObject({ key: z.string(), value: z.string() })
const configSchema = z.looseObject({
  functions: z.tuple([z.looseObject({ source: z.string() })]),
  hosting: z.looseObject({
    headers: z.array(z.looseObject({ headers: z.array(headerSchema) })),
    rewrites: z.array(z.looseObject({ function: z.looseObject({ functionId: z.string() }) })),
  }),
})
export type LocalConfig = z.infer<typeof configSchema>

/**
 * Returns firebase.json for this machine: the same, but that the functions have settings of this machine, which rewrites lead to, and that the page may
 * also talk to the emulators. The deployed policy must not let it, for what listens on a reader's own machine is none of the
 * page's business.
 */
export function localConfig(
  deployed: unknown,
  ports: Pick<EmulatorPorts, 'functions' | 'firestore' | 'auth'>,
  region: string,
): LocalConfig {
  const config = configSchema.parse(deployed)
  const auth = originAt(ports.auth)
  const added = {
    'connect-src': [originAt(ports.functions), originAt(ports.firestore), auth],
    // Where the emulator's own sign-in window answers from.
    'frame-src': [auth],
  }
  const headers = config.hosting.headers.map((rule) => ({
    ...rule,
    headers: rule.headers.map((header) =>
      isPolicy(header) ? { ...header, value: widened(header.value, added) } : header,
    ),
  }))
  // A deploy finds the functions wherever they are; the emulator looks in us-central1 unless it is told.
  const rewrites = config.hosting.rewrites.map((rewrite) => ({ ...rewrite, function: { ...rewrite.function, region } }))
  const [functions] = config.functions
  return {
    ...config,
    functions: [{ ...functions, source: localFunctionsFolder }],
    hosting: { ...config.hosting, headers, rewrites },
  }
}

/** Writes the local configuration and returns its name, for `firebase --config`. */
export function writeLocalConfig({ region }: { readonly region: string }): string {
  const deployed: unknown = JSON.parse(readFileSync(join(projectRoot, 'firebase.json'), 'utf8'))
  writeFileSync(
    join(projectRoot, localFile),
    `${JSON.stringify(localConfig(deployed, emulatorPorts(), region), null, 2)}\n`,
  )
  return localFile
}

function originAt(port: number): string {
  return `http://127.0.0.1:${port}`
}

function isPolicy({ key }: { readonly key: string }): boolean {
  return key.toLowerCase() === 'content-security-policy'
}

function widened(policy: string, added: Readonly<Record<string, readonly string[]>>): string {
  return formatPolicy(withSources(parsePolicy(policy), added))
}

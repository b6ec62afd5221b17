import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs, stripVTControlCharacters } from 'node:util'

import { printLine, runCommandLine } from '../cli/commandLine.ts'
import { currentProject } from '../cli/firebaseProject.ts'
import { missingIndexes } from '../cli/indexes/settings.ts'
import { projectRoot } from '../cli/paths.ts'
import type { SettingsFile } from '../functions/src/settingsFile.ts'
import { bundleFunctions } from './bundle/functions.ts'
import { checkSettings } from './settings.ts'

/** The settings that the page has to know. */
type Place = Pick<SettingsFile, 'region' | 'database'>

/** Bundles the functions into `functions/lib`. */
export async function buildFunctions(): Promise<void> {
  await bundleFunctions(join(projectRoot, 'functions/lib'))
}

/**
 * Bundles the page into `web/dist`, by a process of its own: Vite is one of the page's packages. Its warnings go to standard
 * error; throws an error that holds what it says.
 */
export async function buildPage({ region, database }: Place): Promise<void> {
  const web = join(projectRoot, 'web')
  const vite = join(web, 'node_modules/vite/bin/vite.js')
  const { error, output } = await new Promise<{ error: Error | null; output: string }>((resolve) => {
    execFile(
      process.execPath,
      [vite, 'build', '--logLevel', 'warn'],
      // React's development build is chosen by this variable, which whoever starts us may have set.
      {
        cwd: web,
        env: { ...process.env, NODE_ENV: 'production', TIDEMARK_REGION: region, TIDEMARK_DATABASE: database },
      },
      (failure, stdout, stderr) => resolve({ error: failure, output: plain(`${stdout}${stderr}`) }),
    )
  })
  if (error !== null) throw new Error(`The page could not be built:\n${output || error.message}`, { cause: error })
  if (output !== '') process.stderr.write(`${output}\n`)
}

/** The bundler's output without colours, which it uses wherever it writes, and without its own stack. */
function plain(output: string): string {
  const [message = ''] = stripVTControlCharacters(output).split(/\n +at /)
  return message.trim()
}

/** Builds all that is deployed: the functions, and the page for the place that they and the database have. */
export async function buildAll(place: Place): Promise<void> {
  await Promise.all([buildFunctions(), buildPage(place)])
}

function warnOfIndexes(project: string | undefined): void {
  const missing = missingIndexes(project).length
  if (missing === 0) return
  process.stderr.write(
    `Warning: firestore.indexes.json misses ${missing} entries that the settings need, without which Firestore refuses queries or ` +
      'indexes what nobody asks for. "npm run indexes -- merge" shows and adds them.\n',
  )
}

const usage = `usage: npm run build

Bundles the functions into functions/lib and the page into web/dist, as a deploy does before it uploads them. Fails if a setting in
functions/.env or functions/.env.PROJECT cannot be used; GCLOUD_PROJECT names the project.`

if (import.meta.main) {
  await runCommandLine(usage, async () => {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } })
    if (values.help) return printLine(usage)
    // A deploy says which project it is for.
    const project = currentProject()
    const settings = checkSettings(project)
    warnOfIndexes(project)
    await buildAll(settings)
  })
}

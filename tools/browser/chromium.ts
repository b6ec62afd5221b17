import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { z } from 'zod'

import { projectRoot, workFolder } from '../../cli/paths.ts'

/** The paths to which the usual installers put Chrome and Chromium: Linux, then macOS. */
const usual = [
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
]

/** The folders in which the unpacked package keeps its parts. */
const parts = { chromium: 'chromium', fonts: 'fonts/fonts', libraries: 'al2023/lib' }

export interface Chromium {
  readonly executablePath: string
  /** Variables that the program needs in its environment, beside those of this process. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * An installed Chrome or Chromium: the one that CHROME_PATH names, else one in a usual place; else the one that comes with the
 * development dependencies (Linux on x64), unpacked once. Throws an error that says what to install.
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env.CHROME_PATH
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names a file that is not there: ${named}`)
    return { executablePath: named, env: {} }
  }
  const installed = usual.find((path) => existsSync(path))
  if (installed !== undefined) return { executablePath: installed, env: {} }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chrome or Chromium was found: install one, or set CHROME_PATH to one.')
  }
  const folder = await unpacked()
  const executablePath = join(folder, parts.chromium)
  return { executablePath, env: { ...librariesFor(executablePath, folder), ...fontsIn(folder) } }
}

/** The folder that the package's browser is unpacked in: whole or not there, and one for each version. */
async function unpacked(): Promise<string> {
  const manifest: unknown = JSON.parse(
    readFileSync(join(projectRoot, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'),
  )
  const { version } = z.object({ version: z.string() }).parse(manifest)
  const folder = join(workFolder, `chromium-${version}`)
  if (existsSync(folder)) return folder
  mkdirSync(workFolder, { recursive: true })
  const making = mkdtempSync(`${folder}-`)
  try {
    const program = join(projectRoot, 'tools/browser/unpackChromium.ts')
    await promisify(execFile)(process.execPath, [program], {
      cwd: projectRoot,
      env: { ...process.env, TMPDIR: making },
    })
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    // Another process may have been as quick.
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** The package's own libraries, where the system lacks one. */
function librariesFor(executablePath: string, folder: string): Record<string, string> {
  const { stderr } = spawnSync(executablePath, ['--version'], { encoding: 'utf8' })
  if (!(stderr ?? '').includes('error while loading shared libraries')) return {}
  return { LD_LIBRARY_PATH: [join(folder, parts.libraries), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') }
}

/** The package's own fonts, where the system has none set up: Chromium ends where it finds no font at all. */
function fontsIn(folder: string): Record<string, string> {
  if (existsSync('/etc/fonts/fonts.conf') || process.env.FONTCONFIG_PATH || process.env.FONTCONFIG_FILE) return {}
  const file = join(folder, 'fonts.conf')
  const [fonts, cache] = [join(folder, parts.fonts), join(folder, 'fonts-cache')]
  writeFileSync(
    file,
    `<?xml version="1.0"?>\n<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>\n`,
  )
  return { FONTCONFIG_FILE: file }
}

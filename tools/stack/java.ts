import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The Firestore emulator of firebase-tools 15 needs this release or a newer one. */
const oldestJava = 21

/** Where the usual installers put JDKs: Debian and Fedora, macOS, SDKMAN. */
const jvmFolders = [
  '/usr/lib/jvm',
  '/Library/Java/JavaVirtualMachines',
  join(process.env.HOME ?? '', '.sdkman/candidates/java'),
]

function candidates(): string[] {
  const installed = jvmFolders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder).flatMap((name) => [join(folder, name, 'bin'), join(folder, name, 'Contents/Home/bin')]),
    )
  const path = (process.env.PATH ?? '').split(':')
  const named = process.env.JAVA_HOME ? [join(process.env.JAVA_HOME, 'bin')] : []
  return [...new Set([...named, ...path, ...installed])].filter((bin) => existsSync(join(bin, 'java')))
}

function majorVersion(bin: string): number {
  const { stderr } = spawnSync(join(bin, 'java'), ['-version'], { encoding: 'utf8' })
  const match = /version "(\d+)/.exec(stderr ?? '')
  return match ? Number(match[1]) : 0
}

/** The `bin` folder of the first Java that is new enough: JAVA_HOME, then PATH, then the system's JVM folders. */
export function findJava(): string {
  const seen: string[] = []
  for (const bin of candidates()) {
    const version = majorVersion(bin)
    if (version >= oldestJava) return bin
    seen.push(`  ${join(bin, 'java')} is version ${version || 'unknown'}`)
  }
  throw new Error(
    [
      `The Firestore emulator needs Java ${oldestJava} or newer, and none was found.`,
      ...(seen.length > 0 ? ['Looked at:', ...seen] : []),
      'Install one, for example: Debian/Ubuntu "apt-get install openjdk-21-jre-headless", macOS "brew install openjdk",',
      'or any JDK from https://adoptium.net; then set JAVA_HOME to it or put it on the PATH.',
    ].join('\n'),
  )
}

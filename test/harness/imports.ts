import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

export interface Import {
  /** The importing file below the folder, with slashes. */
  readonly from: string
  /** A file as seen from the folder, with slashes (`../` leads out of it), or a package as it is written. */
  readonly to: string
  readonly isRelative: boolean
  readonly isTypeOnly: boolean
  /** True for `import('...')`, which is loaded when it is called. */
  readonly isDynamic: boolean
}

/** The files below a folder whose names end so, with slashes. */
export function filesBelow(folder: string, endings: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => file.split(sep).join('/'))
}

/** Every import of these files. */
export function importsOf(folder: string, files: readonly string[]): Import[] {
  return files.flatMap((file) => importsIn(folder, file, readFileSync(join(folder, file), 'utf8')))
}

/** Every import and re-export of a source text, and `import('...')`. */
export function importsIn(folder: string, from: string, source: string): Import[] {
  const statements = /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/g
  const bare = /(?:^|\n)\s*import\s+()['"]([^'"]+)['"]/g
  const calls = /\bimport\s*\(()\s*['"]([^'"]+)['"]/g
  return [statements, bare, calls].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, type, specifier = '']) => {
      const isRelative = specifier.startsWith('.')
      const to = isRelative
        ? relative(folder, resolve(folder, dirname(from), specifier))
            .split(sep)
            .join('/')
        : specifier
      return { from, to, isRelative, isTypeOnly: Boolean(type), isDynamic: pattern === calls }
    }),
  )
}

export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

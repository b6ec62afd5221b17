import { UsageError } from '../../cli/commandLine.ts'

/** The sources that a shop can be shown with on this machine. */
export const localSources = ['firestore', 'tiktokShop', 'square'] as const
export type LocalSource = (typeof localSources)[number]

/** Reads `firestore,tiktokShop`. Throws a UsageError for a name that is unknown or there twice, and for none. */
export function parseSources(flag: string, text: string): readonly LocalSource[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !isLocalSource(name))
  if (unknown !== undefined)
    throw new UsageError(
      `${flag} takes one or more of ${localSources.join(', ')}, separated by commas, not "${unknown}"`,
    )
  const repeated = names.find((name, i) => names.indexOf(name) !== i)
  if (repeated !== undefined) throw new UsageError(`${flag} names ${repeated} twice`)
  return names.filter(isLocalSource)
}

function isLocalSource(name: string): name is LocalSource {
  return (localSources as readonly string[]).includes(name)
}

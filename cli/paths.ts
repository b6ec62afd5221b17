import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

/** Files that the local stack makes and git ignores. */
export const workFolder = join(projectRoot, '.tidemark')

/** The local Firebase project; "demo-" keeps every tool away from real ones. */
export const localProject = 'demo-tidemark'

import { rmSync } from 'node:fs'
import { join } from 'node:path'

import { build } from 'esbuild'

import { projectRoot } from './paths.ts'

/** Bundles `functions/src` into `functions/lib/index.js`; packages stay outside, for the deployed folder installs them. */
export async function buildFunctions(): Promise<void> {
  const functions = join(projectRoot, 'functions')
  rmSync(join(functions, 'lib'), { recursive: true, force: true })
  await build({
    entryPoints: [join(functions, 'src/index.ts')],
    outfile: join(functions, 'lib/index.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
  })
}

if (import.meta.main) await buildFunctions()

import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { build, type BuildOptions, type Metafile } from 'esbuild'

import { projectRoot } from '../../cli/paths.ts'
import { lateMessages } from './lateMessages.ts'

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  // Names stay: stack traces are read without source maps, too.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'external',
  logLevel: 'warning',
} as const satisfies BuildOptions

/**
 * Bundles `functions/src` with its packages into `folder`: `index.js`, which the platform loads, and what that imports when a call needs
 * it. An instance reads few large files instead of a thousand small ones, and none that its calls do not need. Returns esbuild's account
 * of what is in each file.
 */
export async function bundleFunctions(folder: string): Promise<Metafile['outputs']> {
  // Instances of a local stack may be running by what is there: they miss it for a moment only.
  const made = `${folder}.new`
  rmSync(made, { recursive: true, force: true })
  const messages = new Map<string, string>()
  const { metafile } = await build({
    ...shared,
    metafile: true,
    entryPoints: [join(projectRoot, 'functions/src/index.ts')],
    outdir: made,
    format: 'esm',
    splitting: true,
    sourcemap: true,
    plugins: [lateMessages((path, file) => messages.set(path, file))],
    // Packages in CommonJS, which the bundle holds as they are, use these.
    banner: {
      js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
    },
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  })
  await build({
    ...shared,
    entryPoints: [...messages].map(([path, file]) => ({ in: path, out: file.replace(/\.cjs$/, '') })),
    outdir: made,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
  })
  rmSync(folder, { recursive: true, force: true })
  renameSync(made, folder)
  return metafile.outputs
}

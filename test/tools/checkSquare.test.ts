import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { projectRoot } from '../../cli/paths.ts'

/** Runs the check as `npm run check:square` does. */
function check(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const script = join(projectRoot, 'tools/checkSquare.ts')
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
}

describe('the check of Square by its OpenAPI file', () => {
  it('is skipped with a word, and no failure, where the file is not there', () => {
    const { status, stdout } = check('--openapi', join(projectRoot, 'no-such-file.json'))
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^Skipped: there is no OpenAPI file .*no-such-file\.json\. Name one with --openapi FILE\.\n$/,
    )
  })

  it('says how it is called', () => {
    expect(check('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--openapi FILE') as string })
    const { status, stderr } = check('--orders', 'many')
    expect(status).toBe(2)
    expect(stderr).toMatch(/--orders must be a whole number of 1 or more\n$/)
  })
})

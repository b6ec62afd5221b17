import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Interrupted } from '../../../tools/stack/interruption.ts'
import { descendantsOf, stillRunning } from '../../../tools/stack/processes.ts'
import { runCommand } from '../../../tools/stack/runCommand.ts'

const never = new AbortController().signal
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('runCommand', () => {
  it.each([
    ['exit 0', 0],
    ['exit 7', 7],
    ['kill -TERM $$', 143],
    ['kill -KILL $$', 137],
  ])('passes on the status of: %s', async (command, status) => {
    expect(await runCommand(['sh', '-c', command], {}, never)).toBe(status)
  })

  it('sets the environment beside its own', async () => {
    const command = 'test "$TIDE" = high && test -n "$PATH"'
    expect(await runCommand(['sh', '-c', command], { TIDE: 'high' }, never)).toBe(0)
  })

  it('lets a command stand back for other processes', async () => {
    // It has started before its priority is set.
    const command = 'until [ "$(nice)" = 15 ]; do :; done'
    expect(await runCommand(['sh', '-c', command], {}, never, null, 15)).toBe(0)
  })

  it('says that there is no such command', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(await runCommand(['tidemark-no-such-command'], {}, never)).toBe(127)
    expect(write).toHaveBeenCalledWith(expect.stringContaining('tidemark-no-such-command'))
    write.mockRestore()
  })

  it('ends the command and all that it started when it is interrupted', async () => {
    const file = join(folder, 'pid')
    const controller = new AbortController()
    // The shell ends at the signal and leaves its child behind.
    const running = runCommand(
      ['sh', '-c', `sleep 600 & echo $! > ${file}.new; mv ${file}.new ${file}; wait`],
      {},
      controller.signal,
    )
    await vi.waitUntil(() => existsSync(file), { timeout: 5_000, interval: 10 })
    const pid = Number(readFileSync(file, 'utf8'))
    const child = descendantsOf(process.pid).filter((known) => known.pid === pid)
    expect(child).toHaveLength(1)
    controller.abort(new Interrupted('SIGINT'))
    expect(await running).toBe(130)
    await vi.waitUntil(() => stillRunning(child).length === 0, { timeout: 5_000, interval: 10 })
  })

  it('starts nothing once it is interrupted', async () => {
    const interrupted = AbortSignal.abort(new Interrupted('SIGTERM'))
    await expect(runCommand(['touch', join(folder, 'started')], {}, interrupted)).rejects.toThrow(Interrupted)
    expect(existsSync(join(folder, 'started'))).toBe(false)
  })
})

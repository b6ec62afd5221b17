import { Writable } from 'node:stream'

import { expect, it } from 'vitest'

import { holdOutput } from '../../../tools/test/heldOutput.ts'

/** A slow reader, and what it has read. */
function slowReader(): { target: Writable; text: () => string } {
  let text = ''
  const target = new Writable({
    highWaterMark: 10,
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString()
      setImmediate(done)
    },
  })
  return { target, text: () => text }
}

it('holds output until it is released, and its end comes when all of it has been shown', async () => {
  const { target, text } = slowReader()
  const held = holdOutput(target)
  const lines = Array.from({ length: 500 }, (_, i) => `line ${i}\n`)
  for (const line of lines) held.stream.write(line)
  expect(text()).toBe('')
  held.release()
  await held.end()
  expect(text()).toBe(lines.join(''))
})

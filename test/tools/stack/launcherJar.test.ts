import { crc32 } from 'node:zlib'

import { describe, expect, it } from 'vitest'

import { launcherJar } from '../../../tools/stack/launcherJar.ts'

/** The one entry of a zip archive that is not compressed. */
function entryOf(zip: Buffer): { name: string; content: string; crc: number } {
  const end = zip.length - 22
  expect(zip.readUInt32LE(end)).toBe(0x06054b50)
  expect(zip.readUInt16LE(end + 10)).toBe(1)
  const directory = zip.readUInt32LE(end + 16)
  expect(zip.readUInt32LE(directory)).toBe(0x02014b50)
  expect(directory + zip.readUInt32LE(end + 12)).toBe(end)
  const [crc, size, nameLength] = [
    zip.readUInt32LE(directory + 16),
    zip.readUInt32LE(directory + 24),
    zip.readUInt16LE(directory + 28),
  ]
  const offset = zip.readUInt32LE(directory + 42)
  expect(zip.readUInt32LE(offset)).toBe(0x04034b50)
  const content = zip.subarray(offset + 30 + nameLength, offset + 30 + nameLength + size)
  expect(crc32(content)).toBe(crc)
  return { name: zip.toString('utf8', offset + 30, offset + 30 + nameLength), content: content.toString(), crc }
}

describe('launcherJar', () => {
  it('holds a manifest that names the class and the other jar', () => {
    const { name, content } = entryOf(launcherJar('com.example.Main', 'file:/opt/main.jar'))
    expect(name).toBe('META-INF/MANIFEST.MF')
    expect(content).toBe(
      'Manifest-Version: 1.0\r\nMain-Class: com.example.Main\r\nClass-Path: file:/opt/main.jar\r\n\r\n',
    )
  })

  it('wraps long lines as manifests are', () => {
    const path = `file:/${'very-long-folder-name/'.repeat(10)}main.jar`
    const { content } = entryOf(launcherJar('com.example.Main', path))
    for (const line of content.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(72)
    expect(content.replaceAll('\r\n ', '')).toContain(`Class-Path: ${path}\r\n`)
  })
})

import { crc32 } from 'node:zlib'

/**
 * A jar that does nothing but start `mainClass` of another jar: for `java -jar`, where that jar names no main class
 * itself. Written here, for a Java runtime has no `jar` tool. `classPath` is a URL.
 */
export function launcherJar(mainClass: string, classPath: string): Buffer {
  const manifest = ['Manifest-Version: 1.0', `Main-Class: ${mainClass}`, `Class-Path: ${classPath}`]
  return zipOf('META-INF/MANIFEST.MF', Buffer.from(manifest.map(wrapped).join('') + '\r\n'))
}

/** A manifest's lines hold at most 72 bytes; longer ones go on behind a space. */
function wrapped(line: string): string {
  const [head = '', ...rest] = line.match(/^.{1,70}|.{1,69}/gu) ?? []
  return [head, ...rest.map((part) => ` ${part}`)].map((part) => `${part}\r\n`).join('')
}

/** A zip archive with one entry, not compressed (PKWARE APPNOTE 4.3). */
function zipOf(name: string, content: Buffer): Buffer {
  const nameBytes = Buffer.from(name)
  // Version 1.0, no flags, stored, midnight of 1 January 1980; then checksum, two sizes, the name's length, no extra
  // field.
  const common = Buffer.alloc(26)
  common.writeUInt16LE(10, 0)
  common.writeUInt16LE(0x21, 8)
  common.writeUInt32LE(crc32(content), 10)
  common.writeUInt32LE(content.length, 14)
  common.writeUInt32LE(content.length, 18)
  common.writeUInt16LE(nameBytes.length, 22)
  const entry = Buffer.concat([bytesOf(0x04034b50, 4), common, nameBytes, content])
  // In the directory: made by version 1.0, and, behind the common part, 14 bytes on comment, disk, attributes and
  // offset.
  const directory = Buffer.concat([bytesOf(0x02014b50, 4), bytesOf(10, 2), common, Buffer.alloc(14), nameBytes])
  const end = [bytesOf(0x06054b50, 4), bytesOf(0, 4), bytesOf(1, 2), bytesOf(1, 2)]
  return Buffer.concat([
    entry,
    directory,
    ...end,
    bytesOf(directory.length, 4),
    bytesOf(entry.length, 4),
    bytesOf(0, 2),
  ])
}

function bytesOf(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  bytes.writeUIntLE(value, 0, length)
  return bytes
}

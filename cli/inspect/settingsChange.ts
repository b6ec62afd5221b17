import { isMap } from '../../functions/src/lib/firestore/firestoreValues.ts'
import type { OrderSettingsInput } from './part.ts'

/** A settings file before and after a proposal. */
export interface SettingsChange {
  /** The text of the file before; empty where there is none. */
  readonly before: string
  readonly after: string
  /** The paths of the shop's own settings that stay, though the proposal has others. */
  readonly kept: readonly string[]
}

/** The paths of settings that are kept or replaced as a whole, whatever they hold. */
const wholes = /^orders\.(fields\.[^/]+|status\.rules|columns)$/

/**
 * Puts proposed settings into a file's text. A setting that is there stays, for somebody wrote it, unless `replaces` is true for its path.
 * Everything else in the file stays as it is.
 */
export function changeSettings(
  before: string,
  orders: OrderSettingsInput,
  replaces: (path: string) => boolean,
): SettingsChange {
  const kept: string[] = []
  const merge = (own: unknown, found: unknown, path: string): unknown => {
    if (own === undefined) return found
    if (isMap(own) && isMap(found) && !wholes.test(path)) {
      const names = [...Object.keys(own), ...Object.keys(found).filter((name) => !(name in own))]
      return Object.fromEntries(
        names.map((name) => [name, name in found ? merge(own[name], found[name], `${path}.${name}`) : own[name]]),
      )
    }
    if (JSON.stringify(own) === JSON.stringify(found) || replaces(path)) return found
    kept.push(path)
    return own
  }
  const file =
    before.trim() === '' ? { $schema: './tidemark.schema.json' } : (JSON.parse(before) as Record<string, unknown>) // It was read as settings before.
  const after = { ...file, orders: merge(file['orders'], orders, 'orders') }
  return { before, after: `${jsonText(after)}\n`, kept }
}

/** The width below which a value stands on one line. */
const lineWidth = 100

/** Formats JSON as an editor does: what fits stands on one line, except the file itself and its top settings. */
function jsonText(value: unknown, indent = ''): string {
  const line = indent.length > 2 ? jsonLine(value) : null
  if (line !== null && line.length + indent.length < lineWidth) return line
  const inner = `${indent}  `
  const entries = entriesOf(value, (item) => jsonText(item, inner))
  if (entries === null || entries.length === 0) return JSON.stringify(value)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${entries.map((entry) => inner + entry).join(',\n')}\n${indent}${close}`
}

function jsonLine(value: unknown): string {
  const entries = entriesOf(value, jsonLine)
  if (entries === null || entries.length === 0) return JSON.stringify(value)
  return Array.isArray(value) ? `[${entries.join(', ')}]` : `{ ${entries.join(', ')} }`
}

/** The entries of a list or map as JSON text; null for anything else. */
function entriesOf(value: unknown, textOf: (item: unknown) => string): string[] | null {
  if (Array.isArray(value)) return value.map(textOf)
  if (!isMap(value)) return null
  return Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${textOf(item)}`)
}

/** The lines that differ between two texts, "-" before those that go, "+" before those that come, with two equal lines around each. */
export function diffLines(before: string, after: string): string[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  const common = commonLengths(a, b)
  const lines: { sign: ' ' | '-' | '+'; text: string }[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [left, right] = [a[i], b[j]]
    if (left !== undefined && left === right) {
      lines.push({ sign: ' ', text: left })
      i += 1
      j += 1
    } else if (right !== undefined && (left === undefined || at(common, i, j + 1) >= at(common, i + 1, j))) {
      lines.push({ sign: '+', text: right })
      j += 1
    } else {
      lines.push({ sign: '-', text: left ?? '' })
      i += 1
    }
  }
  const isShown = (n: number) => lines.slice(Math.max(0, n - 2), n + 3).some(({ sign }) => sign !== ' ')
  return lines.filter((_line, n) => isShown(n)).map(({ sign, text }) => `${sign} ${text}`)
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

/** The length of the longest common subsequence of the lines that follow, for each pair of places. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i]
      if (row !== undefined)
        row[j] = a[i] === b[j] ? at(lengths, i + 1, j + 1) + 1 : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1))
    }
  }
  return lengths
}

function at(lengths: readonly (readonly number[])[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0
}

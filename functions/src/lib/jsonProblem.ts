/**
 * Says what is wrong with a text that is no JSON, and where, by line and column. The usual slips of people who write JSON by hand have
 * words of their own, for the parser's say nothing of the comma that it stumbled behind.
 */
export function jsonProblem(text: string, error: unknown): string {
  if (text.trim() === '') return 'it is empty'
  const slip = slipIn(text)
  if (slip !== null) return slip
  return error instanceof Error ? error.message : 'it cannot be parsed'
}

const token = /"(?:[^"\\\n]|\\.)*"|\/\/|\/\*|[{}[\],:]|'|[^\s"'{}[\],:/]+|[^\s]/g

/** The first comma before a closing bracket, comment or single quote. */
function slipIn(text: string): string | null {
  let comma: number | null = null
  for (const { 0: found, index } of text.matchAll(token)) {
    if (comma !== null && (found === '}' || found === ']'))
      return `${placeIn(text, comma)}: no comma may stand before a "${found}"`
    if (found === '//' || found === '/*') return `${placeIn(text, index)}: comments cannot stand in it`
    if (found === "'") return `${placeIn(text, index)}: texts stand in double quotes`
    comma = found === ',' ? index : null
  }
  return null
}

function placeIn(text: string, index: number): string {
  const lines = text.slice(0, index).split('\n')
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
}

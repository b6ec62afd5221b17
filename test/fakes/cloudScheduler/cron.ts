const fields = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12 },
  { name: 'day of week', least: 0, most: 7 },
] as const
const minuteMs = 60_000
const searchedMinutes = 366 * 24 * 60

export type UnixCron = readonly ReadonlySet<number>[]

/** The values that each of the five fields allows; null where the expression is none. Names such as MON are not known. */
export function parseCron(expression: string): UnixCron | null {
  const texts = expression.split(' ')
  if (texts.length !== fields.length) return null
  const sets = fields.map(({ least, most }, index) => parseField(texts[index] ?? '', least, most))
  return sets.every((set) => set !== null) ? sets : null
}

/** The first whole minute after `after` (epoch milliseconds) that the expression names; null within a year: none. */
export function nextRun(cron: UnixCron, timeZone: string, after: number): number | null {
  const offset = offsetMs(timeZone, after)
  for (let step = 1; step <= searchedMinutes; step++) {
    const time = (Math.floor(after / minuteMs) + step) * minuteMs
    if (matches(cron, new Date(time + offset))) return time
  }
  return null
}

function parseField(text: string, least: number, most: number): Set<number> | null {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part)
    if (!match) return null
    const first = match[1] === undefined ? least : Number(match[1])
    const last = match[1] === undefined ? most : Number(match[2] ?? match[1])
    const step = Number(match[3] ?? 1)
    if (first < least || last > most || first > last || step < 1) return null
    for (let value = first; value <= last; value += step) values.add(value)
  }
  return values
}

function matches([minute, hour, day, month, weekday]: UnixCron, local: Date): boolean {
  const dayOfWeek = local.getUTCDay()
  return Boolean(
    minute?.has(local.getUTCMinutes()) &&
    hour?.has(local.getUTCHours()) &&
    day?.has(local.getUTCDate()) &&
    month?.has(local.getUTCMonth() + 1) &&
    (weekday?.has(dayOfWeek) || (dayOfWeek === 0 && weekday?.has(7))),
  )
}

/** How far the zone is ahead of UTC; taken once, so a change of clocks in between is not seen. */
function offsetMs(timeZone: string, time: number): number {
  const local = new Date(time).toLocaleString('sv-SE', { timeZone })
  return Date.parse(`${local.replace(' ', 'T')}Z`) - Math.floor(time / 1_000) * 1_000
}

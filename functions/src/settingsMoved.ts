import { z } from 'zod'

import { SettingError } from './lib/errors.ts'
import * as params from './params.ts'
import type { Param, ParamTexts } from './paramTexts.ts'
import { settingsFileName } from './settingsFile.ts'
import type { OrderSettings } from './sources/firestore/settings.ts'

/* The settings file took over what were params. Nobody's settings may vanish in silence meanwhile. */

/** The params that no longer exist, and the form that their JSON has in the settings file. */
const moved = {
  ORDERS_FIELD_MAP: (map: unknown) => ({ orders: { fields: map } }),
  ORDERS_STATUS_MAP: (map: unknown) => ({ orders: { status: { words: map } } }),
} as const

/** Throws a SettingError with the lines to write where a param is still set whose settings stand in the file now. */
export function assertNoneMoved(texts: ParamTexts): void {
  for (const [name, inFile] of Object.entries(moved)) {
    const text = texts[name]?.trim() ?? ''
    // A deploy wrote the default where nothing was set.
    if (text === '' || text === '{}') continue
    const map = mapIn(text)
    const lines = map === null ? 'what it says' : JSON.stringify(inFile(map))
    throw new SettingError(
      name,
      `is no param any more: write ${lines} into functions/${settingsFileName}, and remove the param`,
    )
  }
}

function mapIn(text: string): Record<string, string> | null {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** The params that the file may say, too. */
const doubled = [
  [params.ordersCollection, 'collection'],
  [params.createdAtField, 'createdAt'],
  [params.changedAtField, 'changedAt'],
  [params.defaultCurrency, 'currency'],
] as const satisfies readonly (readonly [Param, keyof OrderSettings])[]

/**
 * Throws a SettingError where a param and the file say different things. A param that has its default may never have been set: a
 * function cannot tell, and the file counts.
 */
export function assertSaidOnce(texts: ParamTexts, orders: OrderSettings): void {
  for (const [param, member] of doubled) {
    const said = orders[member]
    const text = texts[param.name]?.trim()
    if (said === undefined || text === undefined || text === said || text === param.options.default) continue
    throw new SettingError(
      param.name,
      `says something else than orders.${member} in functions/${settingsFileName}, which counts: remove ${param.name}, or correct the file`,
    )
  }
}

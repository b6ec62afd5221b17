import type { OrderSettings, RecordSettings } from '../settings.ts'

/** A collection of the shop that is copied as a stream of its own, with the settings that all such collections share. */
export interface RecordSourceConfig {
  /** The stream's name. */
  readonly name: string
  readonly settings: RecordSettings
  /** The settings of currencies and decimals, which are those of the shop's orders. */
  readonly money: Pick<OrderSettings['money'], 'currencies' | 'decimal'>
  /** True where a trigger reports every write of the collection. */
  readonly changeFeed: boolean
}

/** The place of a setting of a stream, as messages name it. */
export function settingOf({ name }: Pick<RecordSourceConfig, 'name'>, setting: string): string {
  return `streams.${name}.${setting} in functions/tidemark.json`
}

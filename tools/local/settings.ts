import { settingNames } from '../../functions/src/sources/firestore/config.ts'
import type { LocalSettings } from '../stack/localFunctions.ts'
import type { LocalSource } from './sources.ts'
import type { LocalVendor } from './vendor.ts'

/** The settings that switch the sources on that are shown, beside those of the files. */
export function settingsOf(
  sources: readonly LocalSource[],
  vendors: readonly Pick<LocalVendor, 'settings'>[],
): LocalSettings {
  // Without it an empty collection would be copied, and complained of.
  const off: LocalSettings['params'] = sources.includes('firestore') ? {} : { [settingNames.collection]: '' }
  const all = vendors.map(({ settings }) => settings)
  return {
    params: Object.assign({}, ...all.map(({ params }) => params), off),
    secrets: Object.assign({}, ...all.map(({ secrets }) => secrets)),
  }
}

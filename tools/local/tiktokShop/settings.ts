import { settingNames } from '../../../functions/src/sources/firestore/config.ts'
import { noSettings, type LocalSettings } from '../../stack/localFunctions.ts'
import type { LocalSource } from '../sources.ts'
import type { LocalVendor } from './vendor.ts'

/** The settings that switch the sources on that are shown, beside those of the files. */
export function settingsOf(
  sources: readonly LocalSource[],
  vendor: Pick<LocalVendor, 'settings'> | null,
): LocalSettings {
  const { params, secrets } = vendor?.settings ?? noSettings
  // Without it an empty collection would be copied, and complained of.
  const off: LocalSettings['params'] = sources.includes('firestore') ? {} : { [settingNames.collection]: '' }
  return { params: { ...params, ...off }, secrets }
}

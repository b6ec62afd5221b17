import { join } from 'node:path'

import { projectRoot } from '../../cli/paths.ts'
import { settingsFileParam } from '../../functions/src/settingsFile.ts'
import { settingNames } from '../../functions/src/sources/firestore/config.ts'
import type { LocalSettings } from '../stack/localFunctions.ts'
import { coastalShop, type Shop } from '../samples/shops.ts'
import type { LocalSource } from './sources.ts'
import type { LocalVendor } from './vendor.ts'

/** The settings that switch the sources on that are shown, beside those of the files. */
export function settingsOf(
  sources: readonly LocalSource[],
  vendors: readonly Pick<LocalVendor, 'settings'>[],
  shop: Pick<Shop, 'settings'> = coastalShop,
): LocalSettings {
  // Without it an empty collection would be copied, and complained of.
  const off: LocalSettings['params'] = sources.includes('firestore') ? {} : { [settingNames.collection]: '' }
  const all = vendors.map(({ settings }) => settings)
  return {
    params: Object.assign({}, ...all.map(({ params }) => params), off, paramsOf(shop)),
    secrets: Object.assign({}, ...all.map(({ secrets }) => secrets)),
  }
}

/** The params of a shop with a settings file of its own. That file replaces the settings of the local project's own files. */
function paramsOf({ settings }: Pick<Shop, 'settings'>): LocalSettings['params'] {
  if (settings === null) return {}
  return {
    [settingsFileParam]: join(projectRoot, 'tools/samples', settings),
    // As by default: the file may name another.
    [settingNames.changedAtField]: 'timestamp',
  }
}

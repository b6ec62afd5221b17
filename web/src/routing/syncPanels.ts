import { hrefOf } from './location.ts'

/** The ids of the sync view's panels (of their headings), by which links name them. */
export const panelIds = {
  accounts: 'sync-accounts',
  alerts: 'sync-alerts',
  quarantine: 'sync-quarantine',
  pipeline: (pipeline: string): string => `sync-${pipeline}`,
} as const

/** The param of an address that names one. */
export const panelParam = 'at'

/** The link to a panel of the sync view. */
export function hrefOfPanel(id: string): string {
  return hrefOf(['sync'], new URLSearchParams({ [panelParam]: id }))
}

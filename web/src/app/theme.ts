import { useSyncExternalStore } from 'react'

import { remember, remembered } from '../ui/memory.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export const themeLabels: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' }

const key = 'tidemark.theme'

export function storedTheme(): Theme {
  const stored = remembered(key)
  return themes.find((theme) => theme === stored) ?? 'system'
}

/** The theme that is chosen, wherever somebody chooses another. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => (present ??= storedTheme()))
}

/** Known here, too: the browser may remember nothing. */
let present: Theme | undefined
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export function storeTheme(theme: Theme): void {
  present = theme
  remember(key, theme)
  applyTheme(theme)
  for (const listener of listeners) listener()
}

/** The colours follow `color-scheme` (see tokens.css), which follows the system where nobody chose. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
}

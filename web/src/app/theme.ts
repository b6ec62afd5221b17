import { remember, remembered } from '../ui/memory.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'tidemark.theme'

export function storedTheme(): Theme {
  const stored = remembered(key)
  return themes.find((theme) => theme === stored) ?? 'system'
}

export function storeTheme(theme: Theme): void {
  remember(key, theme)
  applyTheme(theme)
}

/** The colours follow `color-scheme` (see tokens.css), which follows the system where nobody chose. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
}

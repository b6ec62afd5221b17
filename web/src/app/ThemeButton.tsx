import { useState } from 'react'

import { storedTheme, storeTheme, themes, type Theme } from './theme.ts'

const labels: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' }
const signs: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' }

/** Light, dark, or as the system has it: each press takes the next. `isNamed` writes beside the sign which it is. */
export function ThemeButton({ isNamed = false }: { isNamed?: boolean }) {
  const [theme, setTheme] = useState(storedTheme)
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  return (
    <button
      type="button"
      className="quiet-button"
      aria-label={`Colours: ${labels[theme]}. Change to ${labels[next]}`}
      onClick={() => {
        setTheme(next)
        storeTheme(next)
      }}
    >
      <span aria-hidden="true">
        {signs[theme]}
        {isNamed && ` Colours: ${labels[theme]}`}
      </span>
    </button>
  )
}

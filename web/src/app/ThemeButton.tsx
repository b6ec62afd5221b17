import { storeTheme, themeLabels, themes, useTheme, type Theme } from './theme.ts'

const signs: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' }

/** Light, dark, or as the system has it: each press takes the next. `isNamed` writes beside the sign which it is. */
export function ThemeButton({ isNamed = false }: { isNamed?: boolean }) {
  const theme = useTheme()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  return (
    <button
      type="button"
      className="quiet-button"
      aria-label={`Colours: ${themeLabels[theme]}. Change to ${themeLabels[next]}`}
      onClick={() => storeTheme(next)}
    >
      <span aria-hidden="true">
        {signs[theme]}
        {isNamed && ` Colours: ${themeLabels[theme]}`}
      </span>
    </button>
  )
}

import { useSyncExternalStore } from 'react'

/** The tokens that charts are drawn in (app/tokens.css). */
const colourNames = ['accent', 'violet', 'line', 'muted'] as const
export type ColourName = (typeof colourNames)[number]
export type Colours = Readonly<Record<ColourName, string>>

/** The present colours, anew when somebody chooses another theme or the system changes its own: a canvas follows no CSS. */
export function useColours(): Colours {
  return useSyncExternalStore(subscribe, currentColours)
}

const systemDark = window.matchMedia('(prefers-color-scheme: dark)')
const forced = window.matchMedia('(forced-colors: active)')

function currentColours(): Colours {
  const scheme = [document.documentElement.dataset.theme, systemDark.matches, forced.matches].join()
  if (known?.scheme !== scheme) known = { scheme, colours: readColours() }
  return known.colours
}
let known: { readonly scheme: string; readonly colours: Colours } | undefined

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  systemDark.addEventListener('change', listener)
  forced.addEventListener('change', listener)
  return () => {
    observer.disconnect()
    systemDark.removeEventListener('change', listener)
    forced.removeEventListener('change', listener)
  }
}

/** A token's own value is `light-dark(…)`, which a canvas cannot read: an element's colour is what comes of it. */
function readColours(): Colours {
  const probe = document.createElement('span')
  probe.hidden = true
  document.body.append(probe)
  const colourOf = (name: ColourName): string => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const colours: Colours = {
    accent: colourOf('accent'),
    violet: colourOf('violet'),
    line: colourOf('line'),
    muted: colourOf('muted'),
  }
  probe.remove()
  return colours
}

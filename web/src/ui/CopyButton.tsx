import { useEffect, useState } from 'react'

const shownMs = 1_500
const words = { idle: 'Copy', copied: 'Copied', refused: 'Refused' } as const
const states = ['idle', 'copied', 'refused'] as const

/** Copies `text`; `what` names it for those who cannot see where the button stands. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<(typeof states)[number]>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), shownMs)
    return () => clearTimeout(timer)
  }, [state])
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  }
  return (
    <button type="button" className="copy-button" onClick={copy} aria-label={`${words[state]} ${what}`}>
      {/* All of its words lie upon each other, so that it is as wide as the longest and nothing moves when it is pressed. */}
      {states.map((one) => (
        <span key={one} aria-hidden={one !== state} data-shown={one === state}>
          {words[one]}
        </span>
      ))}
    </button>
  )
}

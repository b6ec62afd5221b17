import { useEffect, useState } from 'react'

const shownMs = 1_500

/** Copies `text`; `what` names it for those who cannot see where the button stands. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
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
  const shown = { idle: 'Copy', copied: 'Copied', refused: 'Not allowed' }[state]
  return (
    <button type="button" className="copy-button" onClick={copy} aria-label={`${shown} ${what}`}>
      {shown}
    </button>
  )
}

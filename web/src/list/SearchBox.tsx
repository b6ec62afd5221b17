import { useEffect, useRef, useState } from 'react'

import { useShortcuts } from '../ui/shortcuts.ts'

interface Props {
  /** What is searched, in the empty box, and in full for those who hear it. */
  readonly placeholder: string
  readonly label: string
  readonly search: string
  readonly onSearch: (search: string) => void
}

const debounceMs = 200
/** The longest search that the functions take. */
const mostCharacters = 200

/** Searches as somebody types, a moment after the last key. The address may change it, too: the back button. */
export function SearchBox({ placeholder, label, search, onSearch }: Props) {
  const [text, setText] = useState(search)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(search)
  useEffect(() => {
    if (search === sent.current) return
    sent.current = search
    setText(search)
  }, [search])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      onSearch(text)
    }, debounceMs)
    return () => clearTimeout(timer)
  }, [text, onSearch])
  useShortcuts({ '/': () => input.current?.select() })
  return (
    <div className="search-box">
      <input
        ref={input}
        type="search"
        value={text}
        maxLength={mostCharacters}
        placeholder={placeholder}
        aria-label={label}
        aria-keyshortcuts="/"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
    </div>
  )
}

import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react'

type Tone = 'good' | 'bad'
interface Message {
  readonly id: number
  readonly text: string
  readonly tone: Tone
}

const SayContext = createContext<(text: string, tone?: Tone) => void>(() => {})
const shownMs = 8_000

/** Says what became of something that the reader started; screen readers hear it. */
export function useSay(): (text: string, tone?: Tone) => void {
  return use(SayContext)
}

/** Shows the last message in a corner for a while. */
export function MessagesProvider({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState<Message | null>(null)
  const say = useCallback((text: string, tone: Tone = 'good') => {
    setMessage((last) => ({ id: (last?.id ?? 0) + 1, text, tone }))
  }, [])
  useEffect(() => {
    if (message === null) return
    const timer = setTimeout(() => setMessage(null), shownMs)
    return () => clearTimeout(timer)
  }, [message])
  return (
    <SayContext value={say}>
      {children}
      <div className="messages" role="status">
        {message !== null && (
          <div key={message.id} className={`message message-${message.tone}`}>
            <span>{message.text}</span>
            <button
              type="button"
              className="quiet-button"
              aria-label="Close this message"
              onClick={() => setMessage(null)}
            >
              ✕
            </button>
          </div>
        )}
      </div>
    </SayContext>
  )
}

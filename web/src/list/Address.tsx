import { addressLines } from '../format/addressLines.ts'
import { CopyButton } from '../ui/CopyButton.tsx'

interface Props {
  readonly address: Readonly<Record<string, unknown>> | undefined
  /** Says which one is copied: "the address". */
  readonly what: string
}

/** An address as its country writes it; nothing where there is none. */
export function Address({ address, what }: Props) {
  const lines = addressLines(address)
  if (lines.length === 0) return null
  return (
    <>
      <address>
        {lines.map((line, i) => (
          <span key={i}>{line}</span>
        ))}
      </address>
      <CopyButton text={lines.join('\n')} what={what} />
    </>
  )
}

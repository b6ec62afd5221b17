import './middleCut.css'

/** A text of so many characters is never cut. */
const most = 14
/** So many characters at the end stay visible. */
const kept = 5

/**
 * A number or a name that is cut in its middle where its place is too narrow, so that one long one widens no column. The
 * whole is shown on hovering and while its link has the focus, is what screen readers read, and what is copied.
 */
export function MiddleCut({ text }: { text: string }) {
  if (text.length <= most) return text
  return (
    <span className="middle-cut" title={text} data-whole={text}>
      <span className="visually-hidden middle-cut-spoken">{text}</span>
      <span aria-hidden="true" className="middle-cut-start">
        {text.slice(0, -kept)}
      </span>
      <span aria-hidden="true">{text.slice(-kept)}</span>
    </span>
  )
}

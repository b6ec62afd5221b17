import { formatCounted } from '../format/count.ts'
import type { ListRow } from './listPage.ts'
import type { News } from './news.ts'

interface Props {
  readonly news: News<ListRow> | null
  /** What a row is called: "order". */
  readonly noun: string
  readonly onAccept: () => void
}

/** Tells what has come since the reader looked; the list moves when they say so. */
export function NewsBar({ news, noun, onAccept }: Props) {
  return (
    <div role="status" className="news">
      {news !== null && (
        <button type="button" className="button button-news" onClick={onAccept}>
          {news.more > 0 ? `${formatCounted(news.more, `new ${noun}`)} – show` : 'The list has changed – show'}
        </button>
      )}
    </div>
  )
}

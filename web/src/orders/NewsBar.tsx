import { formatCounted } from '../format/count.ts'
import type { News } from './news.ts'

/** Tells what has come since the reader looked; the list moves when they say so. */
export function NewsBar({ news, onAccept }: { news: News | null; onAccept: () => void }) {
  return (
    <div role="status" className="news">
      {news !== null && (
        <button type="button" className="button button-news" onClick={onAccept}>
          {news.more > 0 ? `${formatCounted(news.more, 'new order')} – show` : 'The list has changed – show'}
        </button>
      )}
    </div>
  )
}

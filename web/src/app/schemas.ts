import { z } from 'zod'

/** Zod would try whether it may compile code: the page's policy forbids that, and the browser would report the attempt. */
export function keepSchemasInterpreted(): void {
  z.config({ jitless: true })
}

import { z } from 'zod/v4'

/*
 * What `zod` means in the page, in the contract's schemas too (vite.config.ts). Zod would try whether it may compile code, with
 * the first schema that is made: the page's policy forbids that, and the browser would report the attempt. Said here, it is said
 * before any schema is made, whichever part of the page is loaded first.
 */
z.config({ jitless: true })

export { z }

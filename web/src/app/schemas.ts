import { z } from 'zod'

// Zod would try whether it may compile code, with the first schema that is made: the page's policy forbids that, and the
// browser would report the attempt. So this stands before everything else that is imported.
z.config({ jitless: true })

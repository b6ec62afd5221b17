import { z } from 'zod'

// Zod would try whether it may compile code: the page's policy forbids that, and the browser would report the attempt.
z.config({ jitless: true })

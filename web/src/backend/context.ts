import { createContext, use } from 'react'

import type { Backend } from './backend.ts'

export const BackendContext = createContext<Backend | null>(null)

export function useBackend(): Backend {
  const backend = use(BackendContext)
  if (backend === null) throw new Error('Only what stands inside the app may use the backend.')
  return backend
}

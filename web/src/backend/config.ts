import type { FirebaseOptions } from 'firebase/app'
import { z } from 'zod'

const webConfigSchema = z.object({
  apiKey: z.string(),
  projectId: z.string(),
  authDomain: z.string().optional(),
  appId: z.string().optional(),
})

/** On this machine the page talks to the emulators and to nothing else. */
export const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)

/** Which project this page belongs to: Hosting says it, so one build serves every project. */
export async function readWebConfig(): Promise<FirebaseOptions & { projectId: string }> {
  const response = await fetch('/__/firebase/init.json')
  if (!response.ok) throw new Error(`Hosting does not say which Firebase project this is (${response.status}).`)
  const { apiKey, projectId, authDomain, appId } = webConfigSchema.parse(await response.json())
  return { apiKey, projectId, ...(authDomain !== undefined && { authDomain }), ...(appId !== undefined && { appId }) }
}

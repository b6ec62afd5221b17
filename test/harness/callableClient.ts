import { deleteApp, initializeApp } from 'firebase/app'
import { getFunctions, httpsCallableFromURL, type HttpsCallable } from 'firebase/functions'

export interface CallableClient {
  /** A callable function by its address. */
  at<Request, Result, Chunk>(url: string): HttpsCallable<Request, Result, Chunk>
  close(): Promise<void>
}

/** Firebase's own client, as a page has it, signed in with a token. */
export function createCallableClient(token: string): CallableClient {
  const app = initializeApp({ projectId: 'demo-tidemark', apiKey: 'none-on-this-machine' }, token)
  const functions = getFunctions(app)
  // Its own way to a token goes through the Auth emulator; the rest of it is as it is.
  Object.assign(functions, {
    fetchImpl: (url: string, init: RequestInit) => {
      const headers = new Headers(init.headers)
      headers.set('Authorization', `Bearer ${token}`)
      return fetch(url, { ...init, headers })
    },
  })
  return {
    at: (url) => httpsCallableFromURL(functions, url),
    close: () => deleteApp(app),
  }
}

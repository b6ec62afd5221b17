/** Calls `onLeft` when somebody signs out in another tab of this page. Returns what tells the others that it happens here. */
export function watchLeaving(onLeft: () => void): () => void {
  const channel = new BroadcastChannel('tidemark.left')
  channel.addEventListener('message', onLeft)
  return () => channel.postMessage(null)
}

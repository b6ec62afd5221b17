/** Calls `onLeft` when somebody signs out in another tab of this page. Returns what tells the others that it happens here. */
export function watchLeaving(onLeft: () => void): () => void {
  const channel = new BroadcastChannel('tidemark.left')
  channel.addEventListener('message', onLeft)
  // The rule takes the channel, which reaches its own origin only, for a window.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  return () => channel.postMessage(null)
}

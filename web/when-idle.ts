/** By then it happens, however busy the page is. */
const atLatestMs = 200

/** Later than what is on its way to the screen: it doesn't wait for this. */
export function whenIdle(act: () => void): void {
  // Not every browser tells when it is idle.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: atLatestMs })
  else setTimeout(act, atLatestMs)
}

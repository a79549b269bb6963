/** By then it happens, however busy the page is. */
const atLatestMs = 200

/** Later than what is on its way to the screen, which doesn't wait for this. */
export function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: atLatestMs })
  // Not every browser tells when it is idle: after the next picture, then.
  else requestAnimationFrame(() => setTimeout(act))
}

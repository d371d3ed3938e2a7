/** Whether anyone can see the page. A terminal is always looking. */
export interface Visibility {
  hidden(): boolean
  /** Calls back on every change; returns how to stop. */
  subscribe(onChange: () => void): () => void
}

/** The tab's own visibility; outside a browser, always visible. */
export const pageVisibility: Visibility = {
  hidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
  subscribe(onChange) {
    if (typeof document === 'undefined') return () => {}
    document.addEventListener('visibilitychange', onChange)
    return () => document.removeEventListener('visibilitychange', onChange)
  },
}

/** Resolves once the page can be seen; rejects with the signal's reason. */
export function whenVisible(visibility: Visibility, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    if (!visibility.hidden()) return resolve()
    const settle = () => {
      if (!signal.aborted && visibility.hidden()) return
      unsubscribe()
      signal.removeEventListener('abort', settle)
      if (signal.aborted) reject(signal.reason)
      else resolve()
    }
    const unsubscribe = visibility.subscribe(settle)
    signal.addEventListener('abort', settle)
  })
}

/** Waits; rejects with the signal's reason. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

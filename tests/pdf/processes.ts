import { readdirSync, readFileSync } from 'node:fs'

/** The pids of running Chromium processes that this process or its children started. */
export function chromiumPids(): number[] {
  const parents = new Map<number, number>()
  const chromium: number[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      parents.set(Number(name), Number(parent))
      if (state !== 'Z' && stat.includes('(chromium)')) chromium.push(Number(name))
    } catch {
      // It ended while we looked.
    }
  }
  return chromium.filter((pid) => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
      if (at === process.pid) return true
    }
    return false
  })
}

/** Waits until `condition` holds, at most `ms` milliseconds; returns whether it does. */
export async function eventually(condition: () => boolean, ms = 3_000): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (condition()) return true
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return condition()
}

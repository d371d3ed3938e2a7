export type LogFields = Record<string, string | number | boolean | undefined>

/** One structured line an event. Never pass personal data: no input, no output, no owner, no address. */
export type Log = (event: string, fields?: LogFields, level?: 'info' | 'warn' | 'error') => void

/** Writes JSON lines to standard output, which is what Netlify's function log keeps. */
export function createLog(
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
  now: () => number = Date.now,
): Log {
  return (event, fields = {}, level = 'info') => {
    write(JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...fields }))
  }
}

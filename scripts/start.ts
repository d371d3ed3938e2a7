import { ConfigError, readConfig } from '../netlify/config.ts'
import { startSite } from './site.ts'

/**
 * `npm start`: the whole site on one address, with nothing else to set up. PORT chooses the port, 8888 by
 * default.
 */
const port = Number(process.env.PORT ?? 8888)

function fail(message: string): never {
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}

function readConfigOrFail() {
  try {
    return readConfig()
  } catch (error) {
    if (error instanceof ConfigError) fail(`The environment is not right:\n${error.message}`)
    throw error
  }
}

if (!Number.isInteger(port) || port < 1 || port > 65_535) fail('PORT must be a number from 1 to 65535.')
const config = readConfigOrFail()
const verbose = process.argv.includes('--verbose')
let ready = false

const site = await startSite({
  port,
  onOutput: (text) => {
    // Until the site answers, the CLI's own banner would only hide what matters.
    if (ready || verbose) process.stdout.write(text)
  },
}).catch((error: Error) => fail(error.message))

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void site.stop().then(() => process.exit(0)))
}

const health = await fetch(`${site.url}/api/health`)
const report = (await health.json()) as Record<string, { ok?: boolean; reason?: string; version?: string }>
process.stdout.write(`
Offstage runs on ${site.url}

  jobs     ${config.store === 'blobs' ? 'Netlify Blobs (local sandbox)' : config.store}
  files    Netlify Blobs (local sandbox)
  browser  ${report.browser?.version ?? 'none'}
  node     ${process.version}

Press Ctrl-C to stop.
`)
for (const [part, { ok, reason }] of Object.entries(report)) {
  if (ok === false) process.stderr.write(`\nNot working: ${part}: ${reason ?? 'no reason given'}\n`)
}
ready = true
await site.exited

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BuiltSite, LambdaRequest } from './built-site.ts'

/** Netlify's front door over a built site: routes by the manifest, starts a new process for every call. */
export interface Front {
  url: string
  /** Every call made, in order. */
  calls: string[]
  /** What background functions logged, complete once `idle` has resolved. */
  logs: string[]
  idle(): Promise<void>
  stop(): Promise<void>
}

export async function startFront(
  site: BuiltSite,
  where: Pick<LambdaRequest, 'blobs' | 'deploy' | 'env'>,
): Promise<Front> {
  const calls: string[] = []
  const logs: string[] = []
  const running = new Set<Promise<void>>()

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all(running)
  }

  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const path = new URL(incoming.url ?? '/', 'http://site').pathname
    const name = route(site, path)
    calls.push(`${incoming.method} ${path} -> ${name}`)
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([key, value]) => [key, String(value)]),
    )
    const request: LambdaRequest = {
      method: incoming.method ?? 'GET',
      url: `${url}${incoming.url}`,
      headers,
      body: Buffer.concat(chunks).toString(),
      ...where,
    }
    if (name.endsWith('-background')) {
      const work = site.call(name, request).then(
        ({ log }) => void logs.push(log),
        (error: Error) => void logs.push(error.message),
      )
      running.add(work)
      void work.finally(() => running.delete(work))
      outgoing.writeHead(202).end()
      return
    }
    try {
      const answer = await site.call(name, request)
      const cookies = answer.headers.getSetCookie()
      const flat = Object.fromEntries(answer.headers)
      outgoing.writeHead(answer.status, cookies.length > 0 ? { ...flat, 'set-cookie': cookies } : flat)
      outgoing.end(answer.bytes)
    } catch (error) {
      outgoing.writeHead(502).end(String(error))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    calls,
    logs,
    idle,
    async stop() {
      await idle()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function route(site: BuiltSite, path: string): string {
  const direct = /^\/\.netlify\/functions\/([\w-]+)$/.exec(path)?.[1]
  if (direct) return direct
  const matches = (pattern: string) => new URLPattern({ pathname: pattern }).test({ pathname: path })
  const found = site.manifest.functions.find(
    ({ routes = [], excludedRoutes = [] }) =>
      routes.some(({ pattern }) => matches(pattern)) &&
      !excludedRoutes.some(({ pattern }) => matches(pattern)),
  )
  return found?.name ?? 'not-found'
}

import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { Config, Context } from '@netlify/functions'

export type Handler = (request: Request, context: Context) => Response | Promise<Response>
export type Functions = Record<string, { default: Handler; config?: Config }>

/** A site on warm instances: functions stay loaded between calls, as they do deployed and not in `netlify dev`. */
export interface WarmSite {
  url: string
  /** Background calls under way; awaits them all. */
  idle(): Promise<void>
  stop(): Promise<void>
}

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Serves the built page from `pages` and the functions by their own `config.path`. */
export async function startWarmSite(pages: string, functions: Functions): Promise<WarmSite> {
  const running = new Set<Promise<unknown>>()
  const keep = (work: Promise<unknown>) => {
    running.add(work)
    void work.finally(() => running.delete(work)).catch(() => {})
  }
  const context = {
    deploy: { context: 'production', id: 'deploy', published: true },
    waitUntil: keep,
  } as unknown as Context

  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const [, direct = ''] = /^\/\.netlify\/functions\/([\w-]+)$/.exec(pathname) ?? []
    const background = functions[direct]
    if (background) {
      keep(Promise.resolve(background.default(request, context)))
      return new Response(null, { status: 202 })
    }
    for (const { default: handler, config } of Object.values(functions)) {
      if (!covers(config?.path, pathname) || covers(config?.excludedPath, pathname)) continue
      return handler(request, context)
    }
    const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname
    const bytes = await readFile(join(pages, file)).catch(() => undefined)
    const type = types[extname(file)] ?? 'application/octet-stream'
    return bytes
      ? new Response(bytes, { headers: { 'content-type': type } })
      : new Response(null, { status: 404 })
  }

  const server = createServer(async (incoming, outgoing) => {
    const response = await toRequest(incoming, url)
      .then(answer)
      .catch((error) => new Response(String(error), { status: 500 }))
    const headers: Record<string, string | string[]> = Object.fromEntries(response.headers)
    const cookies = response.headers.getSetCookie()
    if (cookies.length > 0) headers['set-cookie'] = cookies
    outgoing.writeHead(response.status, headers)
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const idle = async () => {
    while (running.size > 0) await Promise.allSettled(running)
  }
  return {
    url,
    idle,
    async stop() {
      await idle()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function covers(paths: string | string[] | undefined, pathname: string): boolean {
  return [paths ?? []].flat().some((path) => new URLPattern({ pathname: path }).test({ pathname }))
}

async function toRequest(incoming: IncomingMessage, url: string): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const { method = 'GET', headers } = incoming
  return new Request(new URL(incoming.url ?? '/', url), {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    body: chunks.length > 0 ? Buffer.concat(chunks) : null,
  })
}

import { once } from 'node:events'
import { createServer } from 'node:http'
import { Redis } from 'ioredis'

export interface RestBridge {
  restUrl: string
  token: string
  /** Requests seen since the start. */
  requests(): number
  /** The next command is carried out, but its answer never arrives. */
  loseNextAnswer(): void
  stop(): Promise<void>
}

/** Serverless Redis's protocol in front of a real server: a JSON array in, `{ result }` or `{ error }` out. */
export async function startBridge(url: string): Promise<RestBridge> {
  const redis = new Redis(url)
  const token = crypto.randomUUID()
  let seen = 0
  let lose = false

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    seen += 1
    const answer = (status: number, body: unknown) => {
      if (lose) {
        lose = false
        response.destroy()
        return
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (request.headers.authorization !== `Bearer ${token}`) {
      answer(401, { error: 'WRONGPASS invalid token' })
      return
    }
    try {
      const [name, ...args] = JSON.parse(Buffer.concat(chunks).toString()) as [string, ...(string | number)[]]
      answer(200, { result: await redis.call(name, args) })
    } catch (error) {
      answer(400, { error: error instanceof Error ? error.message : String(error) })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0

  return {
    restUrl: `http://127.0.0.1:${port}`,
    token,
    requests: () => seen,
    loseNextAnswer() {
      lose = true
    },
    async stop() {
      redis.disconnect()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

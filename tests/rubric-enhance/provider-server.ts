import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ModelProvider } from '../../netlify/rubric/model/model-settings.ts'
import type { TableQuestion } from '../../netlify/rubric/model/reading-model.ts'

/** One request as a provider got it. */
export interface ProviderRequest {
  provider: ModelProvider
  path: string
  headers: IncomingMessage['headers']
  body: unknown
  /** The cells that the question is about. */
  cells: { id: string; text: string; tasks: string[] }[]
  /** The pictures that came with it, as the provider's protocol carries them. */
  pictures: { mediaType: string; bytes: Buffer }[]
  /** The tables that the question is about. */
  tables: TableQuestion['tables']
}

/** What the server does with a request: answers with a text, or takes the response into its own hands. */
export type Reply = string | ((response: ServerResponse) => void)

export interface ProviderServer {
  url: string
  requests: ProviderRequest[]
  /** Replies in turn; the last one repeats. Default: `answerAll`. */
  reply(...replies: ((request: ProviderRequest) => Reply)[]): void
  close(): Promise<void>
}

/** A right answer: every cell with its text in capitals. */
export function answerAll({ cells }: ProviderRequest): string {
  return JSON.stringify({
    cells: cells.map(({ id, text }) => ({
      id,
      text: text === '' ? 'Names at least one source.' : text.toUpperCase(),
      reason: 'Louder.',
    })),
  })
}

/** A status with a body, as providers send them. */
export function status(code: number, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error: { type: 'error', message: `status ${code}` } }))
  }
}

/** A real HTTP server that speaks the protocols of OpenAI (Responses), Anthropic and Google. */
export async function startProvider(): Promise<ProviderServer> {
  let replies: ((request: ProviderRequest) => Reply)[] = [answerAll]
  const requests: ProviderRequest[] = []
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const path = incoming.url ?? ''
    const provider = path.endsWith('/responses')
      ? 'openai'
      : path.endsWith('/messages')
        ? 'anthropic'
        : 'google'
    const request = {
      provider,
      path,
      headers: incoming.headers,
      body,
      cells: cellsIn(body),
      pictures: picturesIn(body),
      tables: tablesIn(body),
    } as const
    requests.push(request)
    const next = replies.length > 1 ? replies.shift() : replies[0]
    const reply = next?.(request) ?? ''
    if (typeof reply === 'function') return reply(response)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(envelope(provider, reply)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    reply(...next) {
      replies = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The provider's answer around a text. */
export function envelope(provider: ModelProvider, text: string): unknown {
  if (provider === 'openai') {
    return {
      id: 'resp_1',
      object: 'response',
      created_at: 1_780_000_000,
      status: 'completed',
      model: 'gpt-5-mini',
      incomplete_details: null,
      output: [
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text, annotations: [] }],
        },
      ],
      usage: {
        input_tokens: 100,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: 20,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: 120,
      },
    }
  }
  if (provider === 'anthropic') {
    return {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-haiku-4-5',
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 100, output_tokens: 20 },
    }
  }
  return {
    candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 20, totalTokenCount: 120 },
  }
}

/** OpenAI: a data URL; Anthropic: `source`; Google: `inlineData`. */
function picturesIn(body: unknown): ProviderRequest['pictures'] {
  if (typeof body !== 'object' || body === null) return []
  const part = body as Record<string, unknown>
  const at = (key: string) => (typeof part[key] === 'string' ? part[key] : '')
  const url = /^data:([^;]+);base64,(.*)$/s.exec(at('image_url'))
  if (url) return [{ mediaType: url[1] ?? '', bytes: Buffer.from(url[2] ?? '', 'base64') }]
  const mediaType = at('media_type') || at('mimeType')
  if (mediaType !== '' && at('data') !== '') return [{ mediaType, bytes: Buffer.from(at('data'), 'base64') }]
  return Object.values(part).flatMap(picturesIn)
}

function tablesIn(body: unknown): ProviderRequest['tables'] {
  if (typeof body === 'string') {
    if (!body.startsWith('{"tables":')) return []
    return (JSON.parse(body.split('\n\nYour last answer')[0] ?? '') as TableQuestion).tables
  }
  if (typeof body !== 'object' || body === null) return []
  return Object.values(body).flatMap(tablesIn)
}

/** Finds the question's JSON wherever the protocol puts it. */
function cellsIn(body: unknown): ProviderRequest['cells'] {
  if (typeof body === 'string') {
    try {
      const { cells } = JSON.parse(body.split('\n\nYour last answer')[0] ?? '') as { cells?: unknown }
      return Array.isArray(cells) ? cells : []
    } catch {
      return []
    }
  }
  if (typeof body !== 'object' || body === null) return []
  return Object.values(body).flatMap(cellsIn)
}

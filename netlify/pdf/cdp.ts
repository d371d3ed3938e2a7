import type { Readable, Writable } from 'node:stream'
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js'

type Commands = ProtocolMapping.Commands
type Events = ProtocolMapping.Events

/**
 * A connection to Chromium over its debugging pipe: JSON messages that end in a NUL byte. A pipe opens no
 * port that others on the machine could connect to.
 */
export interface Cdp {
  /** Rejects with `CdpError` when Chromium refuses the command or goes away before it answers. */
  send<Method extends keyof Commands>(
    method: Method,
    params?: Commands[Method]['paramsType'][0],
    sessionId?: string,
  ): Promise<Commands[Method]['returnType']>
  /** Calls `listener` for each event of one session (or of the browser itself). Returns how to stop. */
  on<Event extends keyof Events>(
    event: Event,
    sessionId: string | undefined,
    listener: (params: Events[Event][0]) => void,
  ): () => void
  /** Rejects everything that is under way. */
  close(reason: string): void
  readonly isClosed: boolean
}

export class CdpError extends Error {
  override readonly name = 'CdpError'
  /** True when the connection ended rather than the command failed. */
  readonly disconnected: boolean

  constructor(message: string, disconnected = false) {
    super(message)
    this.disconnected = disconnected
  }
}

interface Message {
  id?: number
  method?: string
  params?: unknown
  sessionId?: string
  result?: unknown
  error?: { message: string }
}

export function connect(input: Readable, output: Writable): Cdp {
  const calls = new Map<number, { method: string; resolve(value: unknown): void; reject(e: Error): void }>()
  const listeners = new Map<string, Set<(params: unknown) => void>>()
  let lastId = 0
  let closedFor: string | undefined
  let partial: Buffer[] = []

  const receive = (text: string) => {
    const message = JSON.parse(text) as Message
    if (message.id === undefined) {
      const key = `${message.sessionId ?? ''} ${message.method}`
      for (const listener of [...(listeners.get(key) ?? [])]) listener(message.params)
      return
    }
    const call = calls.get(message.id)
    if (!call) return
    calls.delete(message.id)
    if (message.error) call.reject(new CdpError(`${call.method}: ${message.error.message}`))
    else call.resolve(message.result)
  }

  const close = (reason: string) => {
    if (closedFor !== undefined) return
    closedFor = reason
    for (const call of calls.values()) call.reject(new CdpError(`${call.method}: ${reason}`, true))
    calls.clear()
    listeners.clear()
    input.destroy()
    output.destroy()
  }

  input.on('data', (chunk: Buffer) => {
    let start = 0
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      partial.push(chunk.subarray(start, end))
      const text = Buffer.concat(partial).toString('utf8')
      partial = []
      start = end + 1
      receive(text)
    }
    if (start < chunk.length) partial.push(chunk.subarray(start))
  })
  input.on('error', () => close('the browser went away'))
  input.on('close', () => close('the browser went away'))
  output.on('error', () => close('the browser went away'))

  return {
    send: (method, params, sessionId) =>
      new Promise((resolve, reject) => {
        if (closedFor !== undefined) return reject(new CdpError(`${method}: ${closedFor}`, true))
        const id = ++lastId
        calls.set(id, { method, resolve: resolve as (value: unknown) => void, reject })
        output.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`)
      }),
    on(event, sessionId, listener) {
      const key = `${sessionId ?? ''} ${event}`
      const set = listeners.get(key) ?? new Set()
      set.add(listener as (params: unknown) => void)
      listeners.set(key, set)
      return () => {
        set.delete(listener as (params: unknown) => void)
        if (set.size === 0) listeners.delete(key)
      }
    },
    close,
    get isClosed() {
      return closedFor !== undefined
    },
  }
}

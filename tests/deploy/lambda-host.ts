import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pathToFileURL } from 'node:url'

/**
 * One Lambda instance in a process of its own: imports an unzipped function as Lambda does, calls it with the
 * event in the file given, prints the answer as one JSON line and exits.
 *
 *     node lambda-host.ts <folder> <event.json>
 */
interface Answer {
  statusCode: number
  headers: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
}

const [folder = '', eventFile = ''] = process.argv.slice(2)
let answer: Answer | undefined

// What Lambda's Node runtime puts there for streaming responses.
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: unknown) => handler,
    HttpResponseStream: {
      from(stream: PassThrough, given: Answer) {
        answer = given
        return stream
      },
    },
  },
})

const chunks: Buffer[] = []
const stream = new PassThrough()
stream.on('data', (chunk: Buffer) => chunks.push(chunk))
const ended = new Promise((done) => stream.once('end', done))

const { handler } = (await import(pathToFileURL(join(folder, '___netlify-entry-point.mjs')).href)) as {
  handler: (event: unknown, stream: PassThrough, context: unknown) => Promise<unknown>
}
const result = await handler(JSON.parse(await readFile(eventFile, 'utf8')), stream, {
  awsRequestId: crypto.randomUUID(),
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 60_000,
})
// A background function answers by returning.
if (answer) await ended
const body = Buffer.concat(chunks).toString('base64')
process.stdout.write(
  `\nANSWER ${JSON.stringify({ answer: answer ?? result ?? { statusCode: 202 }, body })}\n`,
  () => {
    // Lambda freezes an instance between calls; what still holds this one open (a warm browser) ends with it.
    process.exit(0)
  },
)

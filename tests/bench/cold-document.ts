import { readFile, writeFile } from 'node:fs/promises'
import type { PrintDocument } from '../../netlify/pdf/print-document.ts'

/** A document in a file, for the processes that the cold start benchmark starts. */
export async function saveDocument(path: string, document: PrintDocument): Promise<void> {
  const resources = [...document.resources].map(([url, { body, contentType }]) => [
    url,
    { contentType, body: Buffer.from(body).toString('base64') },
  ])
  await writeFile(path, JSON.stringify({ ...document, attachments: [], resources }))
}

export async function loadDocument(path: string): Promise<PrintDocument> {
  const saved = JSON.parse(await readFile(path, 'utf8'))
  const resources = new Map<string, PrintDocument['resources'] extends Map<string, infer R> ? R : never>()
  for (const [url, { contentType, body }] of saved.resources) {
    resources.set(url, { contentType, body: Buffer.from(body, 'base64') })
  }
  return { ...saved, resources }
}

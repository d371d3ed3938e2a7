import { type PdfDict, readDict, readRef, readText } from './pdf-syntax.ts'

/** Larger attachments are not unpacked: a small file can say that it holds a very large one. */
const MAX_BYTES = 20_000_000

interface Found {
  dict: PdfDict
  /** Where the stream's data starts in the file; undefined for objects inside an object stream. */
  dataStart: number | undefined
}

/**
 * The file that a PDF carries under `name`, as Offstage embeds `resume.json`. Works in the browser too.
 * Undefined when there is none, or when the PDF is encrypted. It looks at the objects themselves rather than
 * at the cross-reference table, so that a PDF saved again by another program is read as well.
 */
export async function readAttachment(pdf: Uint8Array, name: string): Promise<Uint8Array | undefined> {
  const text = latin1(pdf)
  if (!text.startsWith('%PDF-') && text.slice(0, 1024).indexOf('%PDF-') === -1) return undefined
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(text)) return undefined
  const objects = topLevelObjects(text)
  for (const { dict, dataStart } of [...objects.values()]) {
    if (dict.get('Type') !== '/ObjStm' || dataStart === undefined) continue
    const data = await streamData(pdf, dict, dataStart, objects)
    if (data) addPacked(objects, latin1(data), dict)
  }
  for (const { dict } of [...objects.values()].reverse()) {
    const named = [dict.get('UF'), dict.get('F')].some((value) => isText(value) && readText(value) === name)
    const files = named ? dictAt(dict.get('EF'), objects) : undefined
    const stream = objects.get(readRef(files?.get('UF') ?? files?.get('F')) ?? -1)
    if (stream?.dataStart !== undefined) return streamData(pdf, stream.dict, stream.dataStart, objects)
  }
  return undefined
}

function topLevelObjects(text: string): Map<number, Found> {
  const objects = new Map<number, Found>()
  for (const match of text.matchAll(/(?:^|[\s>])(\d{1,10})\s+\d{1,5}\s+obj(?=[\s<])/g)) {
    const read = readDict(text, match.index + match[0].length)
    if (!read) continue
    const stream = /^\s*stream\r?\n/.exec(text.slice(read.end, read.end + 20))
    const id = Number(match[1])
    // Later definitions replace earlier ones (incremental updates); the order of the file is kept.
    objects.delete(id)
    objects.set(id, { dict: read.dict, dataStart: stream ? read.end + stream[0].length : undefined })
  }
  return objects
}

/** Adds the dictionaries of an object stream (ISO 32000-1, 7.5.7). */
function addPacked(objects: Map<number, Found>, data: string, about: PdfDict): void {
  const first = Number(about.get('First'))
  const numbers = data.slice(0, first).trim().split(/\s+/).map(Number)
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const read = readDict(data, first + (numbers[i + 1] ?? 0))
    if (read) objects.set(numbers[i] ?? -1, { dict: read.dict, dataStart: undefined })
  }
}

async function streamData(
  pdf: Uint8Array,
  dict: PdfDict,
  start: number,
  objects: Map<number, Found>,
): Promise<Uint8Array | undefined> {
  const length = lengthOf(pdf, dict.get('Length'), start, objects)
  if (length === undefined) return undefined
  const packed = pdf.slice(start, start + length)
  const filter = dict.get('Filter')?.replace(/^\[\s*(\/\w+)\s*\]$/, '$1')
  if (filter === undefined) return packed
  if (filter !== '/FlateDecode' || dict.has('DecodeParms')) return undefined
  return inflate(packed)
}

function lengthOf(
  pdf: Uint8Array,
  value: string | undefined,
  start: number,
  objects: Map<number, Found>,
): number | undefined {
  if (value !== undefined && /^\d+$/.test(value)) return Number(value)
  // The length is an object of its own, a number, which `objects` does not have: look for the end instead.
  if (objects.size === 0) return undefined
  const end = latin1(pdf.subarray(start)).indexOf('endstream')
  return end === -1 ? undefined : end
}

async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array | undefined> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.length
      if (size > MAX_BYTES) {
        await reader.cancel()
        return undefined
      }
      chunks.push(value)
    }
  } catch {
    // Not a deflate stream, or one with something behind it: what came before counts when there is any.
    if (size === 0) return undefined
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function dictAt(value: string | undefined, objects: Map<number, Found>): PdfDict | undefined {
  if (value === undefined) return undefined
  return readDict(value)?.dict ?? objects.get(readRef(value) ?? -1)?.dict
}

function isText(value: string | undefined): value is string {
  return value !== undefined && (value.startsWith('(') || (value.startsWith('<') && !value.startsWith('<<')))
}

function latin1(bytes: Uint8Array): string {
  // Not TextDecoder('latin1'): that is windows-1252 and changes 27 bytes.
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 8_192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)))
  }
  return parts.join('')
}

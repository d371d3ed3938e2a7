import type { DocumentContent } from '../document.ts'
import type { PictureReader } from '../pictures/picture-reader.ts'
import { readCsv } from './csv.ts'
import { readDocx } from './docx.ts'
import { dropInvisible } from './hidden.ts'
import { readHtml } from './html.ts'
import { readMarkdown } from './markdown.ts'
import { readMoodleXml } from './moodle-xml.ts'
import { refuse } from './refuse.ts'
import { sniff } from './sniff.ts'
import { readText } from './text.ts'
import { readXlsx } from './xlsx.ts'

/** A rubric of 2 MB of text does not exist; readers of text formats run without a pause. */
const MAX_TEXT_BYTES = 2_000_000

export interface ReadDocumentOptions {
  /** Only helps to tell kinds of plain text apart. */
  fileName?: string
  signal?: AbortSignal
  /** Reads pictures of text; without it, they are refused or left out. */
  pictures?: PictureReader
}

/**
 * Reads a document of any supported kind; the kind is told by content. Invisible characters are dropped.
 *
 * @throws NonRetryableError EMPTY_FILE, CORRUPT_FILE, PASSWORD_PROTECTED, UNSUPPORTED_TYPE, TOO_LARGE,
 *   NO_TEXT_LAYER, NOT_A_RUBRIC (an XML file without a rubric)
 */
export async function readDocument(
  bytes: Uint8Array,
  { fileName = '', signal, pictures }: ReadDocumentOptions = {},
): Promise<DocumentContent> {
  signal?.throwIfAborted()
  const content = dropInvisible(await dispatch(bytes, fileName, signal, pictures))
  signal?.throwIfAborted()
  if (
    content.blocks.every((block) =>
      block.kind === 'text' ? block.text.trim() === '' : block.cells.length === 0,
    )
  ) {
    throw refuse('EMPTY_FILE', 'The document holds no text. Choose the file that holds the rubric.')
  }
  return content
}

async function dispatch(
  bytes: Uint8Array,
  fileName: string,
  signal?: AbortSignal,
  pictures?: PictureReader,
): Promise<DocumentContent> {
  const kind = sniff(bytes, fileName)
  if (bytes.length > MAX_TEXT_BYTES && ['markdown', 'html', 'text', 'moodle-xml'].includes(kind))
    throw refuse('TOO_LARGE')
  switch (kind) {
    case 'pdf': {
      const { readPdf } = await import('../pdf/read-pdf.ts')
      const content = await readPdf(bytes, {
        ...(signal ? { signal } : {}),
        ...(pictures ? { readPictures: (pages) => pictures.pages(bytes, pages) } : {}),
      })
      return joinIdeographs(content)
    }
    case 'picture':
      if (!pictures) throw refuse('UNSUPPORTED_TYPE', PICTURE_NEEDS_MODEL)
      return { format: 'picture', blocks: await pictures.file(bytes), warnings: [] }
    case 'docx':
      return readDocx(bytes, signal)
    case 'xlsx':
      return readXlsx(bytes, signal)
    case 'csv':
    case 'canvas-csv':
      return readCsv(bytes, kind)
    case 'markdown':
      return readMarkdown(bytes)
    case 'html':
      return readHtml(bytes)
    case 'moodle-xml':
      return readMoodleXml(bytes, signal)
    case 'text':
      return readText(bytes)
  }
}

const PICTURE_NEEDS_MODEL =
  'The file is a picture, and reading pictures needs a language model, which this site has not set up (OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY). Upload the document that the picture shows, or paste its text.'

/** Chinese has no spaces, so a line that ends and goes on between two ideographs was only wrapped. */
function joinIdeographs(content: DocumentContent): DocumentContent {
  const join = (text: string) =>
    text.replace(
      /([\u3400-\u9fff\u3001\u3002\uff00-\uff65])\n(?=[\u3400-\u9fff\u3001\u3002\uff00-\uff65])/gu,
      '$1',
    )
  const blocks = content.blocks.map((block) =>
    block.kind === 'text'
      ? { ...block, text: join(block.text) }
      : { ...block, cells: block.cells.map((cell) => ({ ...cell, text: join(cell.text) })) },
  )
  return { ...content, blocks }
}

import type { ExtractRubricOutput } from '../../src/shared/extract-rubric.ts'
import { MAX_PREVIEW } from '../../src/shared/extract-rubric.ts'
import type { Rubric, RubricWarning } from '../../src/shared/rubric.ts'
import { NonRetryableError, RetryableError } from '../jobs/errors.ts'
import { auditRubric } from './audit.ts'
import type { DocumentContent } from './document.ts'
import type { ReadingModel } from './model/reading-model.ts'
import { noTextLayer } from './pdf/read-errors.ts'
import type { PictureReader } from './pictures/picture-reader.ts'
import { previewOf } from './preview.ts'
import { readDocument } from './read/read-document.ts'
import { composeAll, recogniseParts } from './recognise/recognise.ts'
import { auditPoints } from './unread-points.ts'

export interface ExtractOptions {
  /** Helps to tell kinds of plain text apart, and says that a rubric is meant where it says "rubric". */
  fileName?: string
  signal?: AbortSignal
  /** Reads pictures of text, and is asked where the rules are in doubt. Without it, everything works by rule. */
  model?: ReadingModel
  onStage?: (stage: 'read' | 'recognised' | 'checked') => void
}

/**
 * Reads a document and finds its rubrics, with the warnings of reading and of the audit.
 *
 * @throws NonRetryableError EMPTY_FILE, CORRUPT_FILE, PASSWORD_PROTECTED, UNSUPPORTED_TYPE, TOO_LARGE,
 *   TOO_MANY_PAGES, TOO_COMPLEX, NO_TEXT_LAYER, NOT_A_RUBRIC
 * @throws NonRetryableError or RetryableError MODEL_…, when nothing was found and a picture could not be read
 */
export async function extractRubrics(
  bytes: Uint8Array,
  options: ExtractOptions = {},
): Promise<ExtractRubricOutput> {
  const { model, signal, onStage } = options
  const pictures = model && (await import('./pictures/picture-reader.ts')).pictureReader(model, signal)
  const { content, found } = await orWhatPicturesLacked(pictures, async () => {
    const content = await readDocument(bytes, {
      ...(options.fileName === undefined ? {} : { fileName: options.fileName }),
      ...(signal ? { signal } : {}),
      ...(pictures ? { pictures } : {}),
    })
    onStage?.('read')
    return { content, found: await recognise(content, model, signal, options.fileName) }
  })
  onStage?.('recognised')
  const unread = auditPoints(content, found)
  const rubrics = found.map((rubric, at) => ({
    ...rubric,
    warnings: [
      ...rubric.warnings,
      ...fromPictures(rubric),
      ...auditRubric(rubric),
      ...(at === 0 ? unread : []),
    ],
  }))
  signal?.throwIfAborted()
  onStage?.('checked')
  const warnings = [...content.warnings, ...(pictures?.warnings ?? [])]
  return {
    rubrics,
    format: content.format,
    ...previewOf(content, MAX_PREVIEW),
    ...(pictures && pictures.read.length > 0 ? { picturesRead: [...pictures.read] } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  }
}

async function recognise(
  content: DocumentContent,
  model: ReadingModel | undefined,
  signal: AbortSignal | undefined,
  fileName: string | undefined,
): Promise<Rubric[]> {
  const recognised = recogniseParts(content, signal, fileName)
  // The rubric will be in the pictures.
  if (content.isPictures && recognised.placed.length === 0) throw noTextLayer()
  if (!model) return composeAll(content, recognised.placed)
  const { settleDoubts } = await import('./doubt/settle.ts')
  const { placed, warnings } = await settleDoubts(content, recognised, model, signal)
  content.warnings.push(...warnings)
  return composeAll(content, placed)
}

/**
 * A document in which nothing was found, with a picture that a model failed to read, may have it in the picture:
 * then the model's failure is the reason, and trying again may help.
 */
async function orWhatPicturesLacked<T>(
  pictures: PictureReader | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const problem = pictures?.problem
    const nothing = error instanceof NonRetryableError && NOTHING_FOUND.has(error.code)
    if (!problem || !nothing) throw error
    const { code, retryAfterMs } = problem
    const publicMessage = `The document holds pictures of text, and they were not read: ${problem.message}`
    if (!problem.retryable) throw new NonRetryableError({ code, publicMessage, cause: error })
    throw new RetryableError({
      code,
      publicMessage,
      cause: error,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  }
}

const NOTHING_FOUND = new Set(['NO_TEXT_LAYER', 'EMPTY_FILE', 'NOT_A_RUBRIC'])

/** Says of a rubric that a model has read it, or parts of it. */
function fromPictures({ source, criteria, levels = [] }: Rubric): RubricWarning[] {
  const sources = [source, ...levels, ...criteria.flatMap((each) => [each, ...each.levels])].map((each) =>
    'source' in each ? each.source : each,
  )
  const pages = [...new Set(sources.flatMap((each) => (each.in === 'picture' ? [each.page] : [])))]
  const [page] = pages
  if (page === undefined) return []
  return [
    {
      code: 'READ_FROM_PICTURE',
      message: `A language model read this from ${pages.length === 1 ? 'a picture' : 'pictures'}. Check every number and text against the document.`,
      source: { in: 'picture', page },
    },
  ]
}

import { MAX_RUBRIC_FILE_BYTES } from '../../src/shared/extract-rubric.ts'
import { RequestError } from '../handlers/http.ts'
import { readBytes } from '../handlers/request-body.ts'

/** Room for the other fields and the boundaries of a multipart body. */
const FORM_BYTES = 64_000

/**
 * Reads an upload (`multipart/form-data` with exactly one file) into the value that the job's schema checks.
 *
 * @throws RequestError 400, 413, 415
 */
export async function readRubricUpload(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new RequestError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'Send the document as multipart/form-data with one file, or as JSON with contentBase64 or text.',
    )
  }
  const body = await readBytes(request, MAX_RUBRIC_FILE_BYTES + FORM_BYTES, tooLarge)
  let form: FormData
  try {
    form = await new Response(body, { headers: { 'content-type': type } }).formData()
  } catch (cause) {
    throw new RequestError(
      400,
      'INVALID_FORM',
      'The upload is broken. Choose the file again and send it again.',
      {
        cause,
      },
    )
  }
  const files = [...form.values()].filter((value): value is File => typeof value !== 'string')
  const [file] = files
  if (!file) throw new RequestError(400, 'NO_FILE', 'The upload holds no file. Choose one document.')
  if (files.length > 1) {
    throw new RequestError(
      400,
      'TOO_MANY_FILES',
      `The upload holds ${files.length} files. Send them one by one.`,
    )
  }
  if (file.size > MAX_RUBRIC_FILE_BYTES) throw tooLarge()
  if (file.size === 0) throw new RequestError(400, 'EMPTY_FILE', 'The file is empty. Choose another one.')
  const name = file.name.split(/[/\\]/).at(-1)?.slice(-255).trim()
  return {
    ...(name ? { fileName: name } : {}),
    contentBase64: Buffer.from(await file.arrayBuffer()).toString('base64'),
  }
}

function tooLarge(): RequestError {
  const limit = MAX_RUBRIC_FILE_BYTES / 1_000_000
  return new RequestError(
    413,
    'TOO_LARGE',
    `The file is larger than ${limit} MB. Send only the pages with the rubric.`,
  )
}

import { contentDisposition } from '../files/content-disposition.ts'
import { allowMethods, RequestError } from './http.ts'
import { serve } from './serve.ts'
import type { GetServices } from './services.ts'

/**
 * `GET /api/files/:id`: the owner's file, or anybody's who holds a signed link that has not run out.
 * `?download` saves it instead of showing it.
 */
export function download<Context>(getServices: GetServices<Context>) {
  return serve(getServices, async (request, { files, links, owners }) => {
    allowMethods(request, 'GET')
    const { pathname, searchParams } = new URL(request.url)
    const fileId = pathname.split('/').at(-1) ?? ''
    const linked = searchParams.has('signature') && (await links.verify(fileId, searchParams))
    const owner = linked ? undefined : await owners.identify(request)
    const file = linked || owner ? await files.get(fileId) : undefined
    if (!file || !(linked || file.info.owner === owner)) {
      throw new RequestError(404, 'FILE_NOT_FOUND', 'There is no such file here, or it has expired.')
    }
    const { fileName, contentType } = file.info
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        'content-type': contentType,
        'content-length': String(file.bytes.byteLength),
        'content-disposition': contentDisposition(
          fileName,
          searchParams.has('download') ? 'attachment' : 'inline',
        ),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': policyFor(contentType),
      },
    })
  })
}

/**
 * A file is what a job made of a stranger's input: it may not act as a page of this site. Chrome's PDF viewer
 * does not work in a sandbox, and a PDF runs no scripts outside its viewer.
 */
function policyFor(contentType: string): string {
  if (contentType === 'application/pdf') return "frame-ancestors 'self'"
  return "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
}

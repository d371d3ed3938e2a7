import { readConfig } from '../../netlify/config.ts'
import { createBlobsFileStore } from '../../netlify/files/blobs.ts'
import type { FileStore } from '../../netlify/files/file-store.ts'
import { background } from '../../netlify/handlers/background.ts'
import type { Services } from '../../netlify/handlers/services.ts'
import { exportPdf } from '../../netlify/jobs/export-pdf.ts'
import type { BlobPlace } from '../../netlify/store/blobs/blob-access.ts'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'

/** One worker instance: delivers one background call, and prints what happens as it happens. */
export async function runWorker(jobId: string, access: string, mode: string): Promise<void> {
  const place: BlobPlace = { name: 'jobs', access: JSON.parse(access) }
  const config = { ...readConfig({}), JOB_LEASE_SECONDS: 2 }

  const files = createBlobsFileStore({ ...place, name: 'files' }, { keepMs: 3_600_000 })
  const services = {
    config,
    store: createBlobsStore(place),
    version: async () => undefined,
    files: mode === 'hang-after-store' ? hanging(files) : files,
    dispatch: async () => {},
    log: (event: string, fields = {}) =>
      void process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`),
    now: Date.now,
  } as unknown as Services

  const call = new Request('http://worker.test/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jobId }),
  })
  const response = await background(exportPdf, () => services)(call, {})
  process.stdout.write(`${JSON.stringify({ event: 'answered', status: response.status })}\n`)
}

function hanging(files: FileStore): FileStore {
  return {
    ...files,
    async put(bytes, about) {
      await files.put(bytes, about)
      process.stdout.write(`${JSON.stringify({ event: 'file-stored' })}\n`)
      return new Promise(() => {})
    },
  }
}

import { isDeepStrictEqual } from 'node:util'
import { createBlobsFileStore } from '../../netlify/files/blobs.ts'
import type { JobStore } from '../../netlify/store/job-store.ts'
import type { Job } from '../../src/shared/job.ts'
import { readAttachment } from '../../src/shared/pdf-attachment.ts'
import type { RunningBlobsServer } from '../blobs-server/start.ts'
import type { Handle, Visitor } from './jobs-visitor.ts'

export interface Findings {
  wrong: string[]
  /** Files that no job names, left by attempts that died, before and after the sweep of their day. */
  orphans: { before: number; after: number }
}

/** Looks at everything when nothing goes wrong any more: through the front door, and behind it. */
export async function check(
  visitors: Visitor[],
  { handle, store, blobs }: { handle: Handle; store: JobStore; blobs: RunningBlobsServer },
): Promise<Findings> {
  const wrong: string[] = []
  const named = new Set<string>()
  for (const [at, visitor] of visitors.entries()) {
    const stranger = visitors[(at + 1) % visitors.length] ?? visitor
    const get = (path: string, { cookie } = visitor) => handle(path, { headers: { cookie } })
    let owner = ''
    for (const { jobId, resume, end, fileId: kept } of visitor.asked) {
      const path = `/api/export-pdf/${jobId}`
      const response = await get(path)
      if (end === 'deleted') {
        if (response.status !== 404) wrong.push(`${jobId} was deleted and answers ${response.status}`)
        if (kept && (await get(`/api/files/${kept}`)).status !== 404)
          wrong.push(`the file of ${jobId} was not deleted`)
        continue
      }
      if (response.status !== 200) {
        wrong.push(`${jobId} is lost: ${response.status}`)
        continue
      }
      const job = (await response.json()) as Job
      if (job.status !== end) wrong.push(`${jobId} was ${end} and is ${job.status}`)
      if ((await get(path, stranger)).status !== 404) wrong.push(`${jobId} is shown to a stranger`)
      owner ||= (await store.get(jobId))?.owner ?? ''
      if (job.status !== 'completed') continue
      const { fileId = '' } = job.output.file ?? {}
      named.add(fileId)
      const file = await get(`/api/files/${fileId}`)
      if (file.status !== 200) {
        wrong.push(`the file of ${jobId} answers ${file.status}`)
        continue
      }
      const attached = await readAttachment(new Uint8Array(await file.arrayBuffer()), 'resume.json')
      const found = attached && JSON.parse(new TextDecoder().decode(attached))
      if (!isDeepStrictEqual(found, resume)) wrong.push(`${jobId} has another resume's file`)
      if ((await get(`/api/files/${fileId}`, stranger)).status !== 404) {
        wrong.push(`the file of ${jobId} opens for a stranger`)
      }
    }
    const kept = visitor.asked.filter(({ end }) => end !== 'deleted')
    const { totals } = await store.history(owner)
    const told = Object.values(totals).reduce((sum, of) => sum + of, 0)
    if (told !== kept.length) wrong.push(`the history of visitor ${at} has ${told} jobs, not ${kept.length}`)
    if (totals.pending + totals.processing > 0) wrong.push(`jobs of visitor ${at} are not over`)
    wrong.push(...(await slotsOf(owner, store)))
  }
  const files = () =>
    blobs.core
      .stores()
      .filter((name) => name.endsWith('offstage-files'))
      .flatMap((name) => [...blobs.core.dump(name).keys()])
  const orphans = files().filter((key) => !named.has(key.split('/')[2] ?? ''))
  const later = createBlobsFileStore(
    { name: 'offstage-files', access: blobs.access },
    { keepMs: 0, now: () => Date.now() + 2 * 86_400_000 },
  )
  while ((await later.sweep(500)) > 0);
  return { wrong, orphans: { before: orphans.length, after: files().length } }
}

/** Three new jobs at once must all get a slot, or one is still held by a job that is over. */
async function slotsOf(owner: string, store: JobStore): Promise<string[]> {
  const jobs = Array.from({ length: 3 }, () => ({
    ...{ jobId: crypto.randomUUID(), type: 'export-pdf', owner, input: {}, inputHash: 'probe' },
    maxAttempts: 1,
  }))
  const made = await store.create(jobs)
  const free = made.kind === 'accepted' ? made.wake.length : 0
  for (const { jobId } of jobs) await store.cancel(jobId)
  return free === 3 ? [] : [`${3 - free} slots of an owner are leaked`]
}

import { z } from 'zod'
import { defineJob, type JobContext } from '../../netlify/jobs/definition.ts'
import type { JobOutput } from '../../src/shared/job.ts'

const input = z.object({
  text: z.string().min(1),
  document: z.object({ id: z.string(), version: z.string().optional() }).optional(),
})
export type EchoInput = z.infer<typeof input>
export type EchoOutput = JobOutput & { text: string }

/** A job that does what the test says, by default makes a file of its text. */
export function echoJob(
  run: (context: JobContext<EchoInput>) => Promise<EchoOutput> = echo,
  rest: Partial<Parameters<typeof defineJob<EchoInput, EchoOutput>>[0]> = {},
) {
  return defineJob<EchoInput, EchoOutput>({ type: 'echo', input, run, maxInputBytes: 5_000, ...rest })
}

export async function echo({ input, progress, storeFile }: JobContext<EchoInput>): Promise<EchoOutput> {
  progress(50, 'halfway')
  const file = await storeFile(new TextEncoder().encode(input.text), {
    fileName: 'echo.txt',
    contentType: 'text/plain',
  })
  return { file, text: input.text }
}

/** Resolves or rejects when the test says so. */
export function gate<T = void>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  return { promise, open: resolve, fail: reject }
}

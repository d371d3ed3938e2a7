import type { WriteStream } from 'node:tty'
import type { JobRunState } from '../src/jobs/job-run.ts'
import type { JobOutput } from '../src/shared/job.ts'

const BAR_WIDTH = 28

export interface TerminalProgress {
  show(state: JobRunState<JobOutput>): void
  /** Leaves the last line standing. Safe to repeat. */
  end(): void
}

/** One line that is drawn over itself on a terminal; elsewhere a plain line for each new stage. */
export function terminalProgress(out: Pick<WriteStream, 'write' | 'isTTY'>): TerminalProgress {
  let shown = ''
  return {
    show(state) {
      const { percent, text } = describe(state)
      const line = out.isTTY
        ? `${bar(percent)} ${String(percent).padStart(3)} %  ${text}`
        : `${percent} %  ${text}`
      if (line === shown) return
      shown = line
      // Erase the line first: the new one may be shorter.
      out.write(out.isTTY ? `\r\u001b[2K${line}` : `${line}\n`)
    },
    end() {
      if (shown !== '' && out.isTTY) out.write('\n')
      shown = ''
    },
  }
}

function bar(percent: number): string {
  const full = Math.round((percent / 100) * BAR_WIDTH)
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full)
}

function describe({ phase, job }: JobRunState<JobOutput>): { percent: number; text: string } {
  const percent = Math.round(job?.progress.percent ?? 0)
  if (phase === 'cancelling') return { percent, text: 'cancelling' }
  if (job === undefined) return { percent, text: 'sending' }
  if (job.status === 'pending' && job.runAfter !== undefined) {
    const time = new Date(job.runAfter).toLocaleTimeString([], { timeStyle: 'medium' })
    const reason = job.error ? `${job.error.message} ` : ''
    return { percent, text: `${reason}Attempt ${job.attempt + 1} of ${job.maxAttempts} at ${time}` }
  }
  if (job.status === 'pending') return { percent, text: 'waiting' }
  return { percent, text: job.status === 'processing' ? job.progress.stage : job.status }
}

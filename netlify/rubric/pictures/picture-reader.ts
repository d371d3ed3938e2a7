import type { JobWarning } from '../../../src/shared/job.ts'
import type { Block } from '../document.ts'
import type { Picture } from '../model/ask-model.ts'
import type { ModelProblem, ReadingModel } from '../model/reading-model.ts'
import { toBlocks } from './picture-blocks.ts'

/** A document's pages beyond these are not looked at. */
export const MAX_PICTURES = 20
/** Pictures that a model is asked about at once. */
const AT_ONCE = 3

/** Reads pictures of text with a model, and remembers how that went. */
export interface PictureReader {
  /** The pages of a PDF that hold pictures of text. Pages that gave nothing are absent. */
  pages(bytes: Uint8Array, pages: readonly number[]): Promise<Map<number, Block[]>>
  /** An uploaded picture. */
  file(bytes: Uint8Array): Promise<Block[]>
  /** Pages that a model has read, in order. */
  readonly read: number[]
  /** What was not read, and why. */
  readonly warnings: JobWarning[]
  /** The first reason why a page was not read. */
  readonly problem: ModelProblem | undefined
}

export function pictureReader(model: ReadingModel, signal?: AbortSignal): PictureReader {
  const read: number[] = []
  const warnings: JobWarning[] = []
  let problem: ModelProblem | undefined

  async function ask(page: number, picture: Picture): Promise<Block[]> {
    const reply = await model.readPicture(picture)
    if ('problem' in reply) {
      problem ??= reply.problem
      warnings.push({
        code: 'PAGE_NOT_READ',
        message: `Page ${page} holds only a picture, and it was not read: ${reply.problem.message}`,
      })
      return []
    }
    const blocks = toBlocks(page, reply.answer)
    if (blocks.length > 0) read.push(page)
    return blocks
  }

  return {
    read,
    warnings,
    get problem() {
      return problem
    },

    async pages(bytes, pages) {
      const found = new Map<number, Block[]>()
      const { renderPages } = await import('./render-pages.ts')
      const asking = new Set<Promise<void>>()
      for await (const { page, picture } of renderPages(bytes, pages.slice(0, MAX_PICTURES), signal)) {
        if (!picture) continue
        const one = ask(page, picture).then((blocks) => {
          if (blocks.length > 0) found.set(page, blocks)
        })
        asking.add(one)
        void one.finally(() => asking.delete(one)).catch(() => {})
        if (asking.size >= AT_ONCE) await Promise.race(asking)
      }
      await Promise.all(asking)
      for (const page of pages.slice(MAX_PICTURES)) {
        warnings.push({
          code: 'PAGE_NOT_READ',
          message: `Page ${page} holds only a picture, and at most ${MAX_PICTURES} such pages are read. Save the pages with the rubric as their own file and upload that.`,
        })
      }
      read.sort((a, b) => a - b)
      return found
    },

    async file(bytes) {
      const { pictureOfFile } = await import('./picture-file.ts')
      const picture = await pictureOfFile(bytes)
      signal?.throwIfAborted()
      return picture ? await ask(1, picture) : []
    },
  }
}

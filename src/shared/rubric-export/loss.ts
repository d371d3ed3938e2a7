/** Something of the rubric that the exported file does not hold as it was. */
export interface Loss {
  /**
   * `DROPPED`: not in the file. `CHANGED`: in the file, but not as it was. `REORDERED`: in another order.
   * `ADDED`: the target demands something that the rubric does not say.
   */
  code: 'DROPPED' | 'CHANGED' | 'REORDERED' | 'ADDED'
  /** For the teacher. */
  message: string
  /** JSON Pointers (RFC 6901) into the rubric; each stands for all beneath it. */
  pointers: string[]
}

export interface LossReport {
  add(code: Loss['code'], message: string, pointer: string): void
  /** One entry for each message, in the order they first came. */
  list(): Loss[]
}

export function lossReport(): LossReport {
  const losses = new Map<string, Loss>()
  return {
    add(code, message, pointer) {
      const key = `${code} ${message}`
      const loss = losses.get(key) ?? { code, message, pointers: [] }
      if (!loss.pointers.includes(pointer)) loss.pointers.push(pointer)
      losses.set(key, loss)
    },
    list: () => [...losses.values()],
  }
}

import { useState } from 'react'

export interface History<State> {
  present: State
  /** Takes a step that can be undone. */
  push(next: State): void
  /** The same from whatever the present is by then. */
  change(step: (now: State) => State): void
  /** Changes the present without a step of its own. */
  replace(next: State): void
  /** Undefined when there is nothing to undo. */
  undo: (() => void) | undefined
  redo: (() => void) | undefined
}

const MOST_STEPS = 200

/** A state with its past. */
export function useHistory<State>(initial: () => State): History<State> {
  const [steps, setSteps] = useState(() => ({
    past: [] as State[],
    present: initial(),
    future: [] as State[],
  }))
  const { past, present, future } = steps
  const [before] = past.slice(-1)
  const [after] = future
  const change = (step: (now: State) => State) =>
    setSteps((now) => ({
      past: [...now.past, now.present].slice(-MOST_STEPS),
      present: step(now.present),
      future: [],
    }))
  return {
    present,
    push: (next) => change(() => next),
    change,
    replace: (next) => setSteps((now) => ({ ...now, present: next })),
    undo:
      before && (() => setSteps({ past: past.slice(0, -1), present: before, future: [present, ...future] })),
    redo: after && (() => setSteps({ past: [...past, present], present: after, future: future.slice(1) })),
  }
}

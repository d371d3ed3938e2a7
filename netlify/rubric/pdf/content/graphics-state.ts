import type { Matrix } from '../../../pdf/matrix.ts'
import type { Box } from '../geometry.ts'
import type { Font } from './fonts.ts'

/** The part of PDF's graphics state that decides where and how visibly something is painted. */
export interface GraphicsState {
  /** From user space to the displayed page. */
  ctm: Matrix
  clip: Box
  /** `#rrggbb`, `none`, or undefined for a pattern. */
  fill: string | undefined
  stroke: string | undefined
  fillAlpha: number
  strokeAlpha: number
  /** Painting mixes with what is below it. */
  blends: boolean
  lineWidth: number
  fontSize: number
  font: Font | undefined
  charSpacing: number
  wordSpacing: number
  hScale: number
  leading: number
  rise: number
  /** Text rendering mode, 0 to 7. */
  mode: number
}

export function initialState(ctm: Matrix, clip: Box): GraphicsState {
  return {
    ctm,
    clip,
    fill: '#000000',
    stroke: '#000000',
    fillAlpha: 1,
    strokeAlpha: 1,
    blends: false,
    lineWidth: 1,
    fontSize: 0,
    font: undefined,
    charSpacing: 0,
    wordSpacing: 0,
    hScale: 1,
    leading: 0,
    rise: 0,
    mode: 0,
  }
}

/** The entries of an external graphics state, as pdf.js lists them. */
export type StateEntry = [key: string, value: unknown]

export function setState(state: GraphicsState, entries: StateEntry[], fontOf: (id: string) => Font): void {
  for (const [key, value] of entries) {
    if (key === 'ca') state.fillAlpha = value as number
    else if (key === 'CA') state.strokeAlpha = value as number
    else if (key === 'BM') state.blends = value !== 'source-over' && value !== 'Normal'
    else if (key === 'LW') state.lineWidth = value as number
    else if (key === 'Font' && Array.isArray(value)) {
      state.font = fontOf(value[0])
      state.fontSize = value[1]
    }
  }
}

import {
  type Density,
  type ExportPdfInput,
  type FontPair,
  type Paper,
  type TemplateId,
  templates,
} from '../shared/export-pdf.ts'

/** Everything that decides how a template looks, chosen or by default. */
export interface Look {
  template: TemplateId
  paper: Paper
  /** `#rrggbb`. */
  accent: string
  fontPair: FontPair
  density: Density
}

/** Throws on an id that is none of ours; `theme:…` is rendered elsewhere. */
export function lookOf(input: Pick<ExportPdfInput, 'template' | 'paper' | 'options'>): Look {
  const info = templates.find((known) => known.id === input.template)
  if (info === undefined) throw new TypeError(`No template is called ${JSON.stringify(input.template)}`)
  const { accent, fontPair, density } = input.options ?? {}
  return {
    template: info.id,
    paper: input.paper,
    accent: (accent ?? info.options.accent).toLowerCase(),
    fontPair: fontPair ?? info.options.fontPair,
    density: density ?? info.options.density,
  }
}

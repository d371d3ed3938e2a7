import type { ComponentType } from 'react'
import type { PageMargins } from './shared/base-css.ts'
import type { ResumeView } from './view.ts'

export interface TemplateProps {
  view: ResumeView
  /** Address of the photo, already checked; absent when there is none to show. */
  photo?: string
}

export interface Template {
  margins: PageMargins
  Body: ComponentType<TemplateProps>
  /** Selectors start with the template's class; lengths are multiples of `--pt` and `--space`. */
  css: string
}

import { useMemo } from 'react'
import { type TemplateId, templateIds, templates } from '../shared/export-pdf.ts'
import type { Resume } from '../shared/resume.ts'
import type { ExportSettings } from './export-settings.ts'
import { ResumeSheet } from './resume-sheet.tsx'

interface TemplatePickerProps {
  resume: Resume
  settings: ExportSettings
  onPick: (template: TemplateId) => void
}

/** The templates, each showing the visitor's own first page. */
export function TemplatePicker({ resume, settings, onPick }: TemplatePickerProps) {
  const { paper } = settings
  const looks = useMemo(
    () => Object.fromEntries(templateIds.map((template) => [template, { template, paper, options: {} }])),
    [paper],
  ) as Record<TemplateId, ExportSettings>
  return (
    <fieldset className="field template-picker">
      <legend>Template</legend>
      <div className="template-grid">
        {templates.map(({ id, name, description }) => (
          <label key={id} className="template-card" title={description}>
            <input
              type="radio"
              name="template"
              value={id}
              checked={settings.template === id}
              onChange={() => onPick(id)}
            />
            <span className="template-thumb" aria-hidden="true">
              <ResumeSheet resume={resume} settings={looks[id]} onePage />
            </span>
            <span className="template-name">{name}</span>
          </label>
        ))}
      </div>
      <p className="field-hint">{templates.find(({ id }) => id === settings.template)?.description}</p>
    </fieldset>
  )
}

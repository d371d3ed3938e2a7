import { Head, inOrder, SectionPart, Summary } from '../shared/parts.tsx'
import type { Template } from '../template.ts'

/** A curriculum vitae: education and publications before work, works as a hanging bibliography. */
export const academic: Template = {
  margins: { block: 20, inline: 24 },
  Body: ({ view }) => (
    <>
      <Head view={view} />
      <Summary view={view} />
      {inOrder(view.sections, ['education', 'work', 'publications', 'awards', 'projects', 'volunteer']).map(
        (section) => (
          <SectionPart
            key={section.id}
            section={section}
            {...(section.id === 'publications' && { head: 'run-in' as const })}
          />
        ),
      )}
    </>
  ),
  css: `
.academic h1 { font-weight: 600; font-size: max(16pt, calc(21 * var(--pt))); color: var(--accent); }
.academic .label { font-size: max(10.5pt, calc(12 * var(--pt))); }
.academic .contacts { margin-block-start: calc(5 * var(--space)); font-size: var(--small); }
.academic section { margin-block-start: calc(16 * var(--space)); }
.academic h2 { font-weight: 400; font-size: max(12pt, calc(14 * var(--pt))); color: var(--accent); }
.academic h2 + * { margin-block-start: calc(5 * var(--space)); }
.academic .organization { font-style: italic; }
.academic .publications h3 { font-weight: 400; }
.academic .publications .line { padding-inline-start: 1.5em; text-indent: -1.5em; }
.academic .publications .entry > p { padding-inline-start: 1.5em; }
.academic .publications .run-in + .run-in { margin-block-start: calc(6 * var(--space)); }
.academic .about { color: inherit; }
`,
}

import { Head, inOrder, SectionPart, Summary } from '../shared/parts.tsx'
import type { Template } from '../template.ts'

/** One column in serif type under a centred head; rules instead of colour. */
export const classic: Template = {
  margins: { block: 17, inline: 21 },
  Body: ({ view }) => (
    <>
      <Head view={view} />
      <Summary view={view} />
      {inOrder(view.sections, ['work', 'education', 'projects', 'volunteer']).map((section) => (
        <SectionPart key={section.id} section={section} />
      ))}
    </>
  ),
  css: `
.classic .head { text-align: center; }
.classic h1 { font-weight: 400; font-size: max(17pt, calc(26 * var(--pt))); }
.classic .label { font-style: italic; font-size: max(10.5pt, calc(12 * var(--pt))); }
.classic .contacts { margin-block-start: calc(5 * var(--space)); font-size: var(--small); }
.classic h2 { border-block-end: 0.5pt solid var(--accent); padding-block-end: calc(2 * var(--space)); color: var(--accent); font-weight: 600; }
.classic .organization { font-style: italic; }
.classic blockquote { font-style: italic; }
.classic .about { color: inherit; }
`,
}

import { Head, inOrder, SectionPart, Summary } from '../shared/parts.tsx'
import type { Template } from '../template.ts'

/** As much as is readable on a page: one line an entry's head, small margins. */
export const compact: Template = {
  margins: { block: 11, inline: 13 },
  Body: ({ view }) => (
    <>
      <Head view={view} />
      <Summary view={view} title={false} />
      {inOrder(view.sections, ['work', 'projects', 'education', 'skills', 'languages']).map((section) => (
        <SectionPart key={section.id} section={section} head="run-in" />
      ))}
    </>
  ),
  css: `
.compact h1 { font-size: max(14pt, calc(18 * var(--pt))); display: inline-block; margin-inline-end: 0.5em; }
.compact .label { display: inline-block; font-size: max(10pt, calc(11 * var(--pt))); color: var(--accent); }
.compact .contacts { font-size: var(--small); margin-block-start: calc(2 * var(--space)); }
.compact section { margin-block-start: calc(9 * var(--space)); }
.compact h2 { font-size: max(9.5pt, calc(10.25 * var(--pt))); color: var(--accent); border-block-end: 0.5pt solid var(--accent); padding-block-end: calc(1 * var(--space)); }
.compact h2 + * { margin-block-start: calc(3 * var(--space)); }
.compact .entry { margin-block-start: calc(6 * var(--space)); }
.compact .highlights li + li { margin-block-start: 0; }
.compact .fact-list li + li { margin-block-start: 0; }
`,
}

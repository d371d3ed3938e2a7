import { Contacts, inOrder, Photo, SectionPart, Summary } from '../shared/parts.tsx'
import type { Template } from '../template.ts'
import type { ResumeView, Section, SectionId } from '../view.ts'

/** Two columns: what is looked up on one side, what is read on the other. */
export const sidebar: Template = {
  margins: { block: 15, inline: 15 },
  Body: ({ view, photo }) => {
    const beside = besideSections(view, photo !== undefined)
    const rest = view.sections.filter((section) => !beside.includes(section))
    return (
      <>
        <header className="head">
          <h1>{view.name || view.titles.resume}</h1>
          {view.label && <p className="label">{view.label}</p>}
        </header>
        <div className="columns">
          <aside>
            <Photo photo={photo} name={view.name} />
            {view.contacts.length > 0 && (
              <section className="contact">
                <h2>{view.titles.contact}</h2>
                <Contacts contacts={view.contacts} />
              </section>
            )}
            {beside.map((section) => (
              <SectionPart key={section.id} section={section} />
            ))}
          </aside>
          <div className="story">
            <Summary view={view} />
            {inOrder(rest, ['work', 'projects', 'education', 'volunteer']).map((section) => (
              <SectionPart key={section.id} section={section} />
            ))}
          </div>
        </div>
      </>
    )
  },
  css: `
.sidebar .head { border-block-end: calc(2 * var(--pt)) solid var(--accent); padding-block-end: calc(8 * var(--space)); }
.sidebar h1 { font-weight: 600; color: var(--accent); }
.sidebar .label { font-size: max(11pt, calc(12.5 * var(--pt))); color: #48484a; }
.sidebar .columns { display: grid; grid-template-columns: 32% minmax(0, 1fr); column-gap: calc(20 * var(--pt)); margin-block-start: calc(12 * var(--space)); }
.sidebar aside { border-inline-end: 0.5pt solid #c7c7cc; padding-inline-end: calc(14 * var(--pt)); font-size: var(--small); }
.sidebar .columns section:first-child { margin-block-start: 0; }
.sidebar .photo { inline-size: 100%; aspect-ratio: 1; margin-block-end: calc(12 * var(--space)); }
.sidebar h2 { color: var(--accent); font-weight: 600; }
.sidebar aside h2 { font-size: max(9.5pt, calc(10.5 * var(--pt))); }
.sidebar aside :is(.contacts, .languages .fact-list) li { display: block; }
.sidebar aside :is(.contacts, .languages .fact-list) li:not(:last-child)::after { content: none; }
.sidebar aside .contacts li > * { white-space: normal; }
.sidebar .contacts li { margin-block-start: calc(3 * var(--space)); }
.sidebar .network { display: block; }
.sidebar aside .fact-list li + li { margin-block-start: calc(4 * var(--space)); }
.sidebar aside .languages li { break-inside: avoid; }
`,
}

const BESIDE: SectionId[] = ['skills', 'languages', 'interests']

/** A column of this many short lines stays on the first page, so that pages are read in order. */
const BESIDE_LINES = 44
const CHARACTERS_A_LINE = 28

function besideSections(view: ResumeView, photo: boolean): Section[] {
  let lines =
    (photo ? 12 : 0) +
    view.contacts.reduce((sum, { text, label }) => sum + lineCount(text) + (label ? 1 : 0), 2)
  return inOrder(
    view.sections.filter((section) => BESIDE.includes(section.id)),
    BESIDE,
  ).filter((section) => {
    if (section.kind !== 'facts') return false
    const height = section.facts.reduce(
      (sum, fact) => sum + lineCount([fact.name, fact.level, fact.keywords.join(', ')].join(' ')) + 0.3,
      2.5,
    )
    if (lines + height > BESIDE_LINES) return false
    lines += height
    return true
  })
}

/** Wide characters count twice. */
function lineCount(text: string): number {
  const wide =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0
  return Math.ceil((text.length + wide) / CHARACTERS_A_LINE)
}

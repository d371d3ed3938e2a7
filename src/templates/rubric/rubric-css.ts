import type { Paper } from '../../shared/export-pdf.ts'
import { fontStacks } from '../font-stacks.ts'
import type { RubricView } from './rubric-view.ts'

const pageSize = { a4: 'A4', letter: 'letter' }

/**
 * The sheet's styles. Lengths come from `--scale`, so that the printer can tighten it; type stays at 9 pt or
 * more, 7.5 pt from eight levels on, where no page is wide enough for more.
 */
export function rubricCss(
  paper: Paper,
  { lang, columns, narrow }: Pick<RubricView, 'lang' | 'columns' | 'narrow'>,
  landscape: boolean,
): string {
  const stack = fontStacks('sans', lang).text
  const smallest = columns >= 8 ? 7.5 : 9
  const size = columns >= 8 ? 7.5 : columns >= 6 ? 9 : 9.5
  const even = columns === 0 ? 100 : Math.max(14, Math.round(100 / (columns + 1)) - 2)
  const criterion = narrow ? Math.max(even, 100 - 13 * columns) : even
  return `
@page { size: ${pageSize[paper]}${landscape ? ' landscape' : ''}; margin: 12mm; }
.rubric, .rubric * { box-sizing: border-box; margin: 0; padding: 0; }
.rubric {
  --pt: calc(var(--scale, 1) * 1pt);
  font-family: ${[...stack.map((name) => `"${name}"`), 'sans-serif'].join(', ')};
  font-size: max(${smallest}pt, calc(${size} * var(--pt)));
  line-height: 1.32;
  font-weight: 400;
  font-synthesis: none;
  font-variant-ligatures: none;
  color: #1c1c1e;
  text-align: start;
  overflow-wrap: anywhere;
  -webkit-print-color-adjust: exact;
  print-color-adjust: exact;
}
.rubric h1 { font-size: max(13pt, calc(16 * var(--pt))); line-height: 1.2; font-weight: 600; margin-block-end: calc(8 * var(--pt)); break-after: avoid; }
/* Collapsed borders stand half outside of the table. */
.rubric table { width: calc(100% - 1pt); margin-inline: 0.5pt; table-layout: fixed; border-collapse: collapse; }
.rubric col.criterion { width: ${criterion}%; }
/* Chromium repeats the header row on every page. */
.rubric thead { display: table-header-group; }
.rubric :is(th, td) { border: 0.75pt solid #8e8e93; padding: calc(4 * var(--pt)) calc(5 * var(--pt)); vertical-align: top; text-align: start; font-weight: 400; }
.rubric thead th { background: #eef1f6; font-weight: 600; }
.rubric tbody th { font-weight: 600; }
.rubric tr { break-inside: avoid; }
.rubric tr.section { break-after: avoid; }
.rubric tr.section th { background: #f6f6f8; }
.rubric :is(.points, .weight, .description) { font-weight: 400; color: #48484a; }
.rubric td .label { font-weight: 600; }
.rubric :is(p, li, ul) + :is(p, li, ul) { margin-block-start: calc(1.5 * var(--pt)); }
.rubric ul { list-style: none; }
.rubric li { padding-inline-start: 1em; text-indent: -1em; }
.rubric .box { display: inline-block; width: 0.85em; height: 0.85em; margin-inline-end: 0.7em; border: 0.75pt solid #1c1c1e; vertical-align: -0.08em; }
.rubric .total { margin-block-start: calc(8 * var(--pt)); font-weight: 600; text-align: end; break-before: avoid; }
.rubric[dir=rtl] { font-kerning: none; }
`
}

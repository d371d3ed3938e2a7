import type { InputIssue } from '../shared/problem.ts'

const MOST_SHOWN = 8

/** What is wrong with an input, each with the place. */
export function IssueList({ issues }: { issues: readonly InputIssue[] }) {
  if (issues.length === 0) return null
  const more = issues.length - MOST_SHOWN
  return (
    <ul className="issues">
      {issues.slice(0, MOST_SHOWN).map((issue) => (
        <li key={`${issue.pointer} ${issue.message}`}>
          <code>{issue.pointer === '' ? 'the whole file' : issue.pointer}</code> {issue.message}
        </li>
      ))}
      {more > 0 && <li>and {more} more</li>}
    </ul>
  )
}

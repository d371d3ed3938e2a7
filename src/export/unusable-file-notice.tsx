import { IssueList } from '../app/issue-list.tsx'
import type { UnusableFile } from './resume-file.ts'

/** Says why a resume file was not taken. */
export function UnusableFileNotice({ problem }: { problem: UnusableFile }) {
  return (
    <div className="notice notice-fault" role="alert">
      <p>
        <strong>{problem.name}</strong> {problem.message}
      </p>
      <IssueList issues={problem.issues} />
    </div>
  )
}

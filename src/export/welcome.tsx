import { FileDrop } from '../app/file-drop.tsx'
import type { UnusableFile } from './resume-file.ts'
import { UnusableFileNotice } from './unusable-file-notice.tsx'

interface WelcomeProps {
  onFile: (file: File) => void
  onSample: () => void
  problem: UnusableFile | undefined
}

/** Before there is a resume. */
export function Welcome({ onFile, onSample, problem }: WelcomeProps) {
  return (
    <section className="welcome">
      <div className="welcome-text">
        <h1>
          Your resume,
          <br />
          set in type.
        </h1>
        <p className="lede">
          Bring a <code>resume.json</code> and leave with a PDF that people enjoy reading and hiring software
          reads word for word. Your data stays inside the PDF, so you can drop it here again and go on.
        </p>
      </div>
      <FileDrop
        className="welcome-drop"
        accept=".json,.pdf,application/json,application/pdf"
        label="Choose a file"
        buttonClass="button button-primary button-large"
        onFile={onFile}
      >
        <p className="drop-title">Drop your resume here</p>
        <p className="drop-hint">A resume.json (JSON Resume), or a PDF made by Offstage</p>
      </FileDrop>
      <p className="welcome-sample">
        Nothing at hand?{' '}
        <button type="button" className="button-link" onClick={onSample}>
          Start from the sample
        </button>
      </p>
      {problem && <UnusableFileNotice problem={problem} />}
    </section>
  )
}

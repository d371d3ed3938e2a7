import { useId, useState } from 'react'
import { JobErrorNotice } from '../jobs/job-error-notice.tsx'
import { JobProgress } from '../jobs/job-progress.tsx'
import type { JobHandle } from '../jobs/use-job.ts'
import type { EnhanceAction, EnhanceRubricInput, EnhanceRubricOutput } from '../shared/enhance-rubric.ts'
import type { Rubric } from '../shared/rubric.ts'

/** What to improve, without the rubric. */
export type Wish = Pick<EnhanceRubricInput, 'actions' | 'levelCount' | 'language'>

interface ImprovePanelProps {
  rubric: Rubric
  enhancing: JobHandle<EnhanceRubricOutput>
  onAsk: (wish: Wish) => void
}

const actionNames: Record<EnhanceAction, string> = {
  fill: 'Fill empty cells',
  language: 'Make the language measurable and parallel',
  order: 'Put levels and arithmetic right',
  levels: 'Change the number of levels',
  plain: 'Use plain language for students',
  translate: 'Translate',
}

const enhanceStages = {
  queued: 'Waiting for its turn',
  validated: 'Reading the rubric',
  reading: 'Reading the rubric',
  proposing: 'Writing proposals',
  proposed: 'Checking the proposals',
  done: 'Done',
}

const languages = ['en', 'es', 'fr', 'de', 'nl', 'pt', 'it', 'pl', 'uk', 'tr', 'ar', 'zh', 'ja']

/** Asks for improvements, and follows that job. */
export function ImprovePanel({ rubric, enhancing, onAsk }: ImprovePanelProps) {
  const [actions, setActions] = useState<EnhanceAction[]>(['fill', 'language', 'order'])
  const [levelCount, setLevelCount] = useState(() => rubric.criteria[0]?.levels.length || 4)
  const [language, setLanguage] = useState('es')
  const id = useId()
  const { phase, job, error } = enhancing
  const busy = phase !== 'idle' && phase !== 'ended'

  function ask() {
    onAsk({
      actions,
      ...(actions.includes('levels') && { levelCount }),
      ...(actions.includes('translate') && { language }),
    })
  }

  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>Improve</h2>
      {busy ? (
        <JobProgress phase={phase} job={job} stages={enhanceStages} onCancel={enhancing.cancel} />
      ) : (
        <>
          {error && (
            <JobErrorNotice
              error={error}
              onRetry={ask}
              onLookAgain={() => void enhancing.lookAgain()}
              onCancel={enhancing.cancel}
            />
          )}
          <ul className="checks">
            {(Object.keys(actionNames) as EnhanceAction[]).map((action) => (
              <li key={action}>
                <label>
                  <input
                    type="checkbox"
                    checked={actions.includes(action)}
                    onChange={(event) =>
                      setActions(
                        event.target.checked
                          ? [...actions, action]
                          : actions.filter((each) => each !== action),
                      )
                    }
                  />
                  {actionNames[action]}
                </label>
                {action === 'levels' && actions.includes('levels') && (
                  <input
                    type="number"
                    min={2}
                    max={10}
                    value={levelCount}
                    aria-label="Number of levels"
                    onChange={(event) =>
                      setLevelCount(Math.min(10, Math.max(2, event.target.valueAsNumber || 2)))
                    }
                  />
                )}
                {action === 'translate' && actions.includes('translate') && (
                  <select
                    value={language}
                    aria-label="Language"
                    onChange={(event) => setLanguage(event.target.value)}
                  >
                    {languages.map((tag) => (
                      <option key={tag} value={tag}>
                        {new Intl.DisplayNames(['en'], { type: 'language' }).of(tag)}
                      </option>
                    ))}
                  </select>
                )}
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="button button-primary"
            disabled={actions.length === 0}
            onClick={ask}
          >
            Suggest improvements
          </button>
        </>
      )}
    </section>
  )
}

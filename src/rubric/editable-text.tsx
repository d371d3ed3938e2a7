import { type KeyboardEvent, useEffect, useRef, useState } from 'react'

interface EditableTextProps {
  text: string
  /** What this is, for screen readers: `The descriptor of criterion 1, level 2`. */
  label: string
  /** Shown where the text is empty. */
  placeholder?: string
  className?: string
  /** Refuses a text by saying what is wrong with it. */
  check?: (text: string) => string | undefined
  onSave: (text: string) => void
  /** The cell is being looked at: by pointer, by focus. */
  onShow?: () => void
}

/** Text that turns into a field when it is pressed. Enter saves, Shift+Enter breaks the line, Escape leaves. */
export function EditableText({
  text,
  label,
  placeholder = '—',
  className = '',
  check,
  onSave,
  onShow,
}: EditableTextProps) {
  const [draft, setDraft] = useState<string>()
  const field = useRef<HTMLTextAreaElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const editing = draft !== undefined
  const wasEditing = useRef(false)
  const problem = draft === undefined ? undefined : check?.(draft)

  useEffect(() => {
    if (editing) field.current?.select()
    else if (wasEditing.current) button.current?.focus()
    wasEditing.current = editing
  }, [editing])

  function save() {
    if (draft === undefined || problem !== undefined) return
    setDraft(undefined)
    if (draft !== text) onSave(draft.trim())
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') setDraft(undefined)
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      save()
    }
  }

  if (draft === undefined) {
    return (
      <button
        ref={button}
        type="button"
        className={`editable ${className}`}
        data-empty={text === ''}
        aria-label={`${label}: ${text === '' ? 'empty' : text}. Edit`}
        onClick={() => setDraft(text)}
        onFocus={onShow}
        onPointerEnter={onShow}
      >
        {text === '' ? placeholder : text}
      </button>
    )
  }
  return (
    <span className={`editing ${className}`}>
      <textarea
        ref={field}
        rows={1}
        value={draft}
        aria-label={label}
        aria-invalid={problem !== undefined}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => (problem === undefined ? save() : setDraft(undefined))}
      />
      {problem && (
        <span className="editing-problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  )
}

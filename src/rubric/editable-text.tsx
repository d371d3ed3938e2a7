import { type KeyboardEvent, useEffect, useRef, useState } from 'react'

interface EditableTextProps {
  /** Of the button, for links to it. */
  id?: string | undefined
  text: string
  /** What this is, for screen readers: `The descriptor of criterion 1, level 2`. */
  label: string
  /** Shown where the text is empty. */
  placeholder?: string
  className?: string
  /** Refuses a text by saying what is wrong with it. */
  check?: (text: string) => string | undefined
  onSave: (text: string) => void
  /** The cell is being looked at. */
  onShow?: () => void
}

/** Text that turns into a field when it is pressed. Enter saves, Shift+Enter breaks the line, Escape leaves. */
export function EditableText({
  id,
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
  /** By key: a click elsewhere has put the focus where it belongs. */
  const leftByKey = useRef(false)
  const problem = draft === undefined ? undefined : check?.(draft)

  useEffect(() => {
    if (editing) {
      field.current?.focus()
      field.current?.select()
    } else if (leftByKey.current) button.current?.focus()
    leftByKey.current = false
  }, [editing])

  function save() {
    if (draft === undefined || problem !== undefined) return
    setDraft(undefined)
    if (draft !== text) onSave(draft.trim())
  }

  function onKeyDown(event: KeyboardEvent) {
    // While letters are being composed, Enter and Escape belong to the input method.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      leftByKey.current = true
      setDraft(undefined)
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      leftByKey.current = true
      save()
    }
  }

  if (draft === undefined) {
    return (
      <button
        ref={button}
        id={id}
        type="button"
        className={`editable ${className}`}
        data-empty={text === ''}
        aria-label={`${label}: ${text === '' ? 'empty' : text}. Edit`}
        onClick={() => {
          // Safari gives a pressed button no focus.
          onShow?.()
          setDraft(text)
        }}
        onFocus={onShow}
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

import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react'

interface FileDropProps {
  /** What the input accepts, as in `<input accept>`. */
  accept: string
  onFile: (file: File) => void
  /** What the button says. */
  label: string
  className?: string
  buttonClass?: string
  /** Takes no file for now. Default false. */
  disabled?: boolean
  children?: ReactNode
}

/** A place to drop one file, with a button that opens the file picker. */
export function FileDrop({
  accept,
  onFile,
  label,
  className = '',
  buttonClass = 'button',
  disabled = false,
  children,
}: FileDropProps) {
  const input = useRef<HTMLInputElement>(null)
  const depth = useRef(0)
  const [over, setOver] = useState(false)
  const id = useId()

  function drop(event: DragEvent) {
    event.preventDefault()
    depth.current = 0
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file && !disabled) onFile(file)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is extra; the button inside does the same by keyboard
    <div
      className={`file-drop ${className}`}
      data-over={over}
      onDragEnter={(event) => {
        event.preventDefault()
        depth.current += 1
        setOver(true)
      }}
      onDragOver={(event) => event.preventDefault()}
      onDragLeave={() => {
        depth.current -= 1
        if (depth.current <= 0) setOver(false)
      }}
      onDrop={drop}
    >
      {children}
      <input
        ref={input}
        id={id}
        className="visually-hidden"
        type="file"
        accept={accept}
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0]
          // The same file, corrected, must be a change again.
          event.target.value = ''
          if (file) onFile(file)
        }}
      />
      <button
        type="button"
        className={buttonClass}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
    </div>
  )
}

import { type ReactNode, useId, useState } from 'react'
import styles from './People.module.css'
import { useInSight } from './use-in-sight.ts'

interface InPlaceProps {
  /** What is pressed. */
  readonly words: string
  /** Where the words alone don't tell of whom they are. */
  readonly label?: string
  readonly isProblem?: boolean
  /** What opens there; told how to close it. */
  readonly children: (close: () => void) => ReactNode
}

/** Words that open, where they stand, to what is behind them and can be done. */
export function InPlace({ words, label, isProblem = false, children }: InPlaceProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const opened = useInSight<HTMLDivElement>(isOpen)
  return (
    <>
      <button
        type="button"
        id={`${id}-words`}
        className={isProblem ? styles.mark : styles.fact}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={label}
        onClick={() => setOpen(!isOpen)}
      >
        {words}
      </button>
      {isOpen && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend can't be the button that opens it
        <div ref={opened} id={id} role="group" aria-labelledby={`${id}-words`} className={`${styles.inPlace} stack`}>
          {children(() => setOpen(false))}
        </div>
      )}
    </>
  )
}

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { formatDateTime } from '../ui/format.ts'
import { forgetPeople, type Officer, setStillHere, undoMends } from './api.ts'
import type { OfficerProps } from './Officer.tsx'
import styles from './People.module.css'
import { usePeopleRights } from './PersonLink.tsx'
import { tellMend } from './words.ts'

/** What was put right by hand about somebody, each with the way back while there is one. */
export function Mends({ officer, force }: OfficerProps) {
  const { collarNumber, mends, stillHere } = officer
  const heading = useRef<HTMLHeadingElement>(null)
  const onUndone = () => heading.current?.focus()
  return (
    <section className="card stack" aria-labelledby="mends">
      <h2 id="mends" ref={heading} tabIndex={-1}>
        Mended here
      </h2>
      {mends.length === 0 && !stillHere && (
        <p className="second">Nothing: all of it is as the force's files have it.</p>
      )}
      <ul className={styles.others}>
        {stillHere && (
          <MendLine
            force={force.slug}
            words={`Is still here, though ${stillHere.file} does not have them`}
            made={`${stillHere.by}, ${formatDateTime(stillHere.at, force.timeZone)}`}
            undo={() => setStillHere(force.slug, collarNumber, false)}
            onUndone={onUndone}
          />
        )}
        {mends.map(mend => (
          <MendLine
            key={mend.id}
            force={force.slug}
            words={tellMend(mend)}
            made={tellMade(mend, force.timeZone)}
            undo={mend.canUndo ? () => undoMends(force.slug, [mend.id]) : undefined}
            onUndone={onUndone}
          />
        ))}
      </ul>
    </section>
  )
}

function tellMade({ by, at, state, endedBy, endedAt }: Officer['mends'][number], timeZone: string): string {
  const made = `${by}, ${formatDateTime(at, timeZone)}`
  if (!endedAt) return made
  return `${made}. ${state === 'undone' ? 'Undone by' : 'Overruled by'} ${endedBy ?? 'a file'}, ${formatDateTime(endedAt, timeZone)}`
}

interface MendLineProps {
  readonly force: string
  readonly words: string
  /** By whom and when, and what became of it. */
  readonly made: string
  /** None where it can't be undone any more. */
  readonly undo: (() => Promise<unknown>) | undefined
  /** Its button is gone by then. */
  readonly onUndone: () => void
}

function MendLine({ force, words, made, undo, onUndone }: MendLineProps) {
  const { mayMend } = usePeopleRights()
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: (back: () => Promise<unknown>) => back(),
    onSuccess: async () => {
      await forgetPeople(client, force)
      onUndone()
    },
  })
  return (
    <li className={styles.mendLine}>
      <div>
        <p>{words}</p>
        <p className="small second">{made}</p>
      </div>
      {mayMend && undo && (
        <Button
          variant="default"
          aria-label={`Undo: ${words}`}
          loading={send.isPending}
          onClick={() => send.mutate(undo)}
        >
          Undo
        </Button>
      )}
      {send.error && (
        <p className="notice bad" role="alert">
          {send.error.message}
        </p>
      )}
    </li>
  )
}

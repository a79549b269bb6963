import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { ErrorState, Loading } from '../ui/States.tsx'
import { type LineProblemKind, problemsOfQuery } from './api.ts'
import { Fault } from './Fault.tsx'
import type { Mended } from './mending.ts'
import styles from './People.module.css'
import { usePeopleRights } from './PersonLink.tsx'
import { problemTitle } from './words.ts'

interface MarksProps {
  readonly force: string
  readonly person: { readonly collarNumber: string; readonly problems: readonly LineProblemKind[] }
  readonly onMended: (mended: Mended) => void
}

/** What is wrong with somebody in the tree; each opens to its meaning and its mend for whoever may see those. */
export function Marks({ force, person, onMended }: MarksProps) {
  const { maySeeHistory } = usePeopleRights()
  return person.problems.map(kind =>
    maySeeHistory ? (
      <Mark key={kind} force={force} collarNumber={person.collarNumber} kind={kind} onMended={onMended} />
    ) : (
      <span key={kind} className={styles.problem}>
        {problemTitle(kind)}
      </span>
    ),
  )
}

interface MarkProps {
  readonly force: string
  readonly collarNumber: string
  readonly kind: LineProblemKind
  readonly onMended: (mended: Mended) => void
}

function Mark({ force, collarNumber, kind, onMended }: MarkProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button
        type="button"
        className={styles.mark}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {problemTitle(kind)}
      </button>
      {isOpen && (
        <div id={id} className={`${styles.inPlace} stack`}>
          <FaultOf force={force} collarNumber={collarNumber} kind={kind} onMended={onMended} />
        </div>
      )}
    </>
  )
}

function FaultOf({ force, collarNumber, kind, onMended }: MarkProps) {
  const faults = useQuery(problemsOfQuery(force, collarNumber))
  if (faults.isPending) return <Loading what="what is wrong" lines={2} />
  if (faults.isError) return <ErrorState error={faults.error} onRetry={() => void faults.refetch()} />
  const fault = faults.data.find(each => each.kind === kind)
  // Somebody else has mended it since the tree was read.
  if (!fault) return <p className="second">This is no longer so.</p>
  return <Fault force={force} fault={fault} onMended={onMended} />
}

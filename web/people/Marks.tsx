import { useQuery } from '@tanstack/react-query'
import { ErrorState, Loading } from '../ui/States.tsx'
import { type LineProblemKind, problemsOfQuery } from './api.ts'
import { Fault } from './Fault.tsx'
import { InPlace } from './InPlace.tsx'
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
export function Marks({ force, person: { collarNumber, problems }, onMended }: MarksProps) {
  const { maySeeHistory } = usePeopleRights()
  return problems.map(kind =>
    maySeeHistory ? (
      <InPlace key={kind} words={problemTitle(kind)} isProblem>
        {() => <FaultOf force={force} collarNumber={collarNumber} kind={kind} onMended={onMended} />}
      </InPlace>
    ) : (
      <span key={kind} className={styles.problem}>
        {problemTitle(kind)}
      </span>
    ),
  )
}

interface FaultOfProps {
  readonly force: string
  readonly collarNumber: string
  readonly kind: LineProblemKind
  readonly onMended: (mended: Mended) => void
}

function FaultOf({ force, collarNumber, kind, onMended }: FaultOfProps) {
  const faults = useQuery(problemsOfQuery(force, collarNumber))
  if (faults.isPending) return <Loading what="what is wrong" lines={2} />
  if (faults.isError) return <ErrorState error={faults.error} onRetry={() => void faults.refetch()} />
  const fault = faults.data.find(each => each.kind === kind)
  // Somebody else has mended it since the tree was read.
  if (!fault) return <p className="second">This is no longer so.</p>
  return <Fault force={force} fault={fault} onMended={onMended} />
}

import { formatCount } from '../ui/format.ts'
import type { LineFault } from './api.ts'
import { MendForm } from './MendForm.tsx'
import type { MendProps } from './mending.ts'
import styles from './People.module.css'
import { usePeopleRights } from './PersonLink.tsx'
import { PersonList } from './PersonList.tsx'
import { problemTitle } from './words.ts'

/** What is wrong, what it means for alerts, whom it touches, and the mend for whoever may. */
export function Fault({ force, fault, onMended }: MendProps) {
  const { mayMend } = usePeopleRights()
  return (
    <>
      <p>
        <strong className={styles.attention}>{problemTitle(fault.kind)}.</strong> {fault.means}
      </p>
      <Others fault={fault} />
      {mayMend ? (
        <MendForm force={force} fault={fault} onMended={onMended} />
      ) : (
        <p className="second">{fault.mend} An administrator can do it here.</p>
      )}
    </>
  )
}

/** Who else it touches: the members of a circle, or those under the person. */
function Others({ fault: { kind, people } }: { readonly fault: LineFault }) {
  if (people.length === 0) return null
  return (
    <details className="small">
      <summary>
        {kind === 'supervisor_loop' ? 'In the circle' : 'Directly under them'}: {formatCount(people.length)}
      </summary>
      <PersonList people={people} />
    </details>
  )
}

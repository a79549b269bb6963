import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatCount, formatCounted, wordsOf } from '../ui/format.ts'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { treeQuery, type Unit } from './api.ts'
import { Branch } from './Branch.tsx'
import { InPlace } from './InPlace.tsx'
import { MailboxForm } from './MailboxForm.tsx'
import type { MendProps } from './mending.ts'
import styles from './People.module.css'
import { usePeopleRights } from './PersonLink.tsx'
import { unitName } from './words.ts'

type UnitsProps = Pick<MendProps, 'force' | 'onMended'>

/** The force's units, one level under the other. */
export function Units({ force, onMended }: UnitsProps) {
  const tree = useQuery(treeQuery(force))
  if (tree.isPending) return <Loading what="units" />
  if (tree.isError) return <ErrorState error={tree.error} onRetry={() => void tree.refetch()} />
  if (tree.data.units.length === 0)
    return (
      <EmptyState title="No units yet">
        <p>They are made from the districts and sections in the staff list.</p>
      </EmptyState>
    )
  return <UnitLevel force={force} units={tree.data.units} parentId={null} onMended={onMended} />
}

interface UnitLevelProps extends UnitsProps {
  readonly units: readonly Unit[]
  readonly parentId: string | null
}

function UnitLevel({ units, parentId, ...rest }: UnitLevelProps) {
  return (
    <ul className={styles.tree}>
      {units
        .filter(unit => unit.parentId === parentId)
        .map(unit => (
          <Branch
            key={unit.id}
            name={unit.name}
            isOpenFirst={parentId === null}
            label={<UnitLabel unit={unit} units={units} {...rest} />}
          >
            {units.some(each => each.parentId === unit.id) && <UnitLevel units={units} parentId={unit.id} {...rest} />}
          </Branch>
        ))}
    </ul>
  )
}

interface UnitLabelProps extends UnitsProps {
  readonly unit: Unit
  readonly units: readonly Unit[]
}

/** A unit, with its mailbox, which an administrator sets there, and the way to what is wrong in it. */
function UnitLabel({ force, unit, units, onMended }: UnitLabelProps) {
  const { mayMend, maySeeHistory } = usePeopleRights()
  const mailbox = unit.mailbox ?? 'no mailbox'
  const problems = `${formatCounted(unit.problems, 'problem')} here or below`
  return (
    <>
      <strong>{unit.name}</strong>{' '}
      <span className="small second">
        {wordsOf(unit.kind)}, {formatCount(unit.staffBelow)} staff, {!mayMend && mailbox}
      </span>
      {mayMend && (
        <InPlace words={mailbox} label={`Mailbox of ${unitName(unit, units)}: ${mailbox}`}>
          {close => (
            <MailboxForm
              force={force}
              units={units}
              of={[unit]}
              onMended={mended => {
                close()
                onMended(mended)
              }}
            />
          )}
        </InPlace>
      )}
      {unit.problems > 0 &&
        (maySeeHistory ? (
          <Link from="/f/$force/people" to="." search={{ tab: 'problems', unit: unit.id }} className={styles.problem}>
            {problems}
          </Link>
        ) : (
          <span className={styles.problem}>{problems}</span>
        ))}
    </>
  )
}

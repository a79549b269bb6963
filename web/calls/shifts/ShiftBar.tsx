import { createPortal } from 'react-dom'
import { formatCounted } from '../../ui/format.ts'
import { barStatusId } from '../../ui/Shell.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { KeyFor } from '../keys/KeyFor.tsx'
import { useKeys } from '../keys/use-keys.ts'
import styles from './Shifts.module.css'
import { useShift } from './use-shift.ts'

interface ShiftBarProps {
  /** Without one the wish has no place in a narrow bar, and could not be sent. */
  readonly hasLine: boolean
}

/** In the top bar during a call: the day so far, and the wish to pause after this call. */
export function ShiftBar({ hasLine }: ShiftBarProps) {
  const { shift, change } = useShift()
  const isFinishing = shift?.state === 'finishing'
  const turn = () => change.mutate(isFinishing ? { state: 'between' } : { state: 'finishing', reason: 'break' })
  const mayTurn = hasLine && !change.isPending
  useKeys({ finish: turn }, mayTurn)
  const bar = document.getElementById(barStatusId)
  if (!bar || !shift) return null
  return createPortal(
    <>
      <span className={`second ${styles.today}`}>
        Today {formatCounted(shift.today.calls, 'call')} · {formatCounted(shift.today.interviews, 'interview')}
      </span>
      <Toggle size="compact-md" className={styles.finish} isOn={isFinishing} isHeld={!mayTurn} onClick={turn}>
        Finish after this call&nbsp; <KeyFor action="finish" />
      </Toggle>
      {change.error && (
        <span role="alert" className={`small ${styles.fault}`}>
          {change.error.message}
        </span>
      )}
    </>,
    bar,
  )
}

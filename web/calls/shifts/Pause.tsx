import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { businessNowOf } from '../../api.ts'
import { KeyFor } from '../keys/KeyFor.tsx'
import { useKeys } from '../keys/use-keys.ts'
import type { BreakReason, MyShift, ShiftChange } from './api.ts'
import styles from './Shifts.module.css'
import { formatMinutes, reasonTitles } from './words.ts'

interface PauseProps {
  readonly shift: MyShift
  readonly isBusy: boolean
  readonly onChange: (change: ShiftChange) => void
}

/** Between calls: to stop for a while, each stop with its reason. */
export function Pause({ shift, isBusy, onChange }: PauseProps) {
  useKeys({ pause: () => onChange({ state: 'paused', reason: 'break' }) }, !isBusy)
  return (
    <section aria-labelledby="pause-title" className="card stack">
      <h2 id="pause-title">Stop for a while</h2>
      <div className="row">
        {(Object.keys(reasonTitles) as BreakReason[]).map(reason => (
          <Button
            key={reason}
            variant="default"
            disabled={isBusy}
            onClick={() => onChange({ state: 'paused', reason })}
          >
            {reasonTitles[reason]}
            {reason === 'break' && (
              <>
                &nbsp;
                <KeyFor action="pause" />
              </>
            )}
          </Button>
        ))}
        {shift.state !== null && (
          <Button variant="default" disabled={isBusy} onClick={() => onChange({ state: 'ended' })}>
            End the shift
          </Button>
        )}
      </div>
    </section>
  )
}

/** The board has had no sign of them for a while: one press is a sign. */
export function WasIdle({ isBusy, onChange }: Omit<PauseProps, 'shift'>) {
  return (
    <p className="notice row" role="status">
      The board shows you as idle: it has had no sign of you for a while.
      <Button variant="default" loading={isBusy} onClick={() => onChange({ state: 'between' })}>
        I am here
      </Button>
    </p>
  )
}

/** No call is handed out meanwhile. */
export function OnBreak({ shift, isBusy, onChange }: PauseProps) {
  const { me } = getRouteApi('/f/$force').useRouteContext()
  useKeys({ pause: () => onChange({ state: 'between' }) }, !isBusy)
  const minutes = shift.since ? (businessNowOf(me).getTime() - Date.parse(shift.since)) / 60_000 : 0
  return (
    <section className={`card ${styles.onBreak}`} aria-labelledby="break-title">
      <h2 id="break-title">You are on a break</h2>
      <p className="second">
        {shift.reason && `${reasonTitles[shift.reason]}, `}
        {minutes < 1 ? 'just begun' : `for ${formatMinutes(Math.floor(minutes))}`}. No call is handed to you meanwhile.
      </p>
      <Button size="md" loading={isBusy} onClick={() => onChange({ state: 'between' })}>
        Back to work&nbsp; <KeyFor action="pause" />
      </Button>
    </section>
  )
}

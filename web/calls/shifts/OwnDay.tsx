import { formatCount } from '../../ui/format.ts'
import type { MyShift } from './api.ts'
import styles from './Shifts.module.css'
import { formatMinutes, timeTitles } from './words.ts'

/** What the interviewer did today. */
export function OwnDay({ shift: { today } }: { readonly shift: MyShift }) {
  const figures = [
    ['Calls', formatCount(today.calls)],
    ['Interviews', formatCount(today.interviews)],
    ['Average interview', today.averageMinutes === null ? '–' : formatMinutes(today.averageMinutes)],
  ]
  return (
    <section aria-labelledby="day-title" className="card stack">
      <h2 id="day-title">Your day</h2>
      <dl className={`figures ${styles.figures}`}>
        {figures.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {today.inStates.length > 0 && (
        <dl className={styles.times}>
          {today.inStates.map(({ state, minutes }) => (
            <div key={state}>
              <dt>{timeTitles[state]}</dt>
              <dd>{formatMinutes(minutes)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="small second">
        Calls are numbers rung. Interviews are those that ended with at least one rating; the average is of these.
      </p>
    </section>
  )
}
